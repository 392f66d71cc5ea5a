"""What acts on a connection by a plan: requests that are sent and watched without a person at the keys."""
