"""Packet captures: TCP/IP headers and the pcap and pcapng files that hold them, written and read; pure."""
