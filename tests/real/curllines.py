"""Command lines of curl: what its manual shows, and what browsers copy. {url}, {place}, {port} and {unix} are the
listener's; the files are those of `FILES`."""

from __future__ import annotations

FILES = {
    "body.txt": b"one\r\ntwo \xc3\xa4&=",
    "sp ace.txt": b"space",
    "pic.png": b"\x89PNG\r\n\x1a\n\0",
    "page.html": b"<p>\n",
    "headers.txt": b"X-File: 1\nX-Two: 2\n# no header\n",
    "options.txt": b'# options\nurl = "{url}/options"\nheader "X-C: \\"1\\""\n-d "a=b"\ncompressed\n',
    "large.txt": b"0123456789abcdef" * 70_000,
}

EXACT = r"""
curl {url}
curl {url}/
curl {place}/path
curl HTTP://{place}/path
curl http:///{place}/path
curl {url}/a/../b/./c
curl {url}//a//../b/
curl --path-as-is {url}/a/../b/./c
curl '{url}/%2e%2e/a?x=/../y'
curl '{url}/ä?ö=ü"<>|^`'
curl '{url}?q=1#fragment'
curl '{url}/{{a,b}}/[1-3]'
curl '{url}/[a-e:2]?x=[08-10]'
curl -g '{url}/{{a,b}}[1-2]'
curl '{url}/\{{a\}}\[1-2\]'
curl --url {url}/u -X PATCH -d z
curl -- {url}/x
curl -s {url}/a {url}/b -d q=1
curl -H 'X: 1' {url}/a --next -d x=y {url}/b --next -I {url}/c
curl -K options.txt -H 'X-More: 1'
curl -sSfkiv {url}
curl -XPOST -HX:1 -dA {url}/x
curl --request-target '*' -X OPTIONS {url}/
curl -X POST {url}/x
curl -I {url}/x
curl -G -I -d a=b {url}/x
curl -o /dev/null -D /dev/null -w '%{{http_code}}' -c /dev/null {url}
curl -d a=b -d 'c d' -d '' {url}/p
curl -d @body.txt -d x=y {url}/p
curl --data-ascii @body.txt {url}/p
curl --data-binary @body.txt {url}/p
curl --data-raw '@no file' {url}/p
curl --data a=b --data-urlencode 'n=ä ö&/' --data-urlencode '=x=y z' --data-urlencode 'just this' {url}/p
curl --data-urlencode name@body.txt --data-urlencode @body.txt {url}/p
curl -G -d a=b -d c=d '{url}/p?x=1'
curl -G -d @page.html -d '' {url}/p
curl -G --data-urlencode 'q=a b+c' --data-urlencode q@body.txt {url}/p
curl --url-query 'a=b c' --url-query '+d=e%20f' {url}/x?y=1
curl -d '' {url}/
curl --json '{{"a":' --json '1}}' {url}/p
curl --json @body.txt -H 'Accept: text/x' {url}/p
curl --json '' {url}/p
curl --json 1 -d 2 -H 'content-type: x/y' {url}/p
curl -T body.txt {url}/dir/
curl -T body.txt {url}/name
curl -T 'sp ace.txt' {url}/dir/ -T pic.png {url}/other/ {url}/got
curl -T '{{body.txt,pic.png}}' {url}/d/
curl -T body.txt -X POST {url}/x
curl -T large.txt {url}/
curl -d @large.txt {url}/
curl -F a=b -F 'f=@body.txt' {url}/p
curl -F 'f=@body.txt;type=text/html; charset=utf-8; filename="x,y;z"' -F 'f=@body.txt;filename=x.png' {url}/p
curl -F 'a=<body.txt' -F 'j={{"x":1}};type=application/json' -F ' c = d ; type = text/x ' {url}/p
curl --form-string 'a=@x;type=y' -F =unnamed {url}/p
curl -F 'f=@pic.png' -F 'p=@page.html' -F 'q="quo;\"ted\\"' -F 'r=a,b' -F 'a="b;c" junk;type=x/y' {url}/p
curl -F 'na"me=v' -F 'f=@"body.txt";filename="a\"b"' -F 'a=b;encoder=8bit;headers="X: 1";headers=Y: 2' {url}/p
curl --form-escape -F 'a"b\c=d' {url}/
curl -X PUT -F a=b -e r -b c=d -u u:p --compressed {url}/p
curl -F a=b -H 'Content-Type: text/x' {url}/
curl -b 'a=b; c=d' -b e=f {url}
curl -b a=b -H 'Cookie: z=1' {url}
curl -A 'me/1' -e http://ref/ {url}
curl -A '' -e 'http://ref/;auto' {url}
curl -u joe:pw {url}
curl -u 'jö:p:ä' {url}
curl -u '' {url}
curl http://joe:p%40w@{place}/
curl http://joe@{place}/
curl -u a:b http://joe:pw@{place}/
curl -u a:b --oauth2-bearer token {url}
curl -x http://{place} http://example.test:80/a/../b?q#f -u a:b -b c=d -e r --compressed -r 1-2
curl -x u:p@{place} http://example.test:81/a?b
curl --proxy {place} -U u:p --proxy-header 'X-P: 1' -H 'X-H: 1' -d a=b http://example.test/a
curl -x {place} --request-target /other --http1.0 http://example.test
curl --noproxy '*' -x no.proxy:1 {url}/
curl --noproxy 'other, 127.0.0.1' -x no.proxy:1 {url}/
curl --noproxy .test -x no.proxy:1 --connect-to ::127.0.0.1:{port} http://a.test/
curl --noproxy test -x {place} http://atest/
curl --resolve example.test:{port}:127.0.0.1 http://Example.test:{port}/x
curl --resolve '*:{port}:127.0.0.1' http://example.test:{port}/x
curl --connect-to example.test:80:127.0.0.1:{port} http://example.test/x
curl --connect-to ::127.0.0.1:{port} http://example.test/x
curl --unix-socket {unix} http://example.test/x
curl -0 -d a=b {url}
curl -0 --http1.1 {url}
curl --compressed {url}
curl --compressed --no-compressed {url}
curl -r 0-9 {url}/
curl -C 10 -r -5 {url}/
curl -H 'Host: other.test' {url}/
curl -H 'host:other.test' {url}/
curl -H 'Host:' {url}/
curl -H 'Accept:' -H 'User-Agent:' {url}/
curl -H 'X-Empty;' -H 'X-None:' -H 'Accept;' -H nothing -H '' -H :x {url}/
curl -H 'x-lower:   spaced  ' -H ' Lead: 1' -H 'A: 1' -H 'A: 2' {url}/
curl -H @headers.txt -H 'After: 1' {url}/
curl -H 'Content-Type: text/plain' -d x {url}/
curl -H 'Content-Type:' -H 'Content-Length: 5' -d xyzzy {url}/
curl -H 'Transfer-Encoding: chunked' -d xyzzy {url}/
curl -H 'Transfer-Encoding: chunked' -T body.txt {url}/
curl -H 'Transfer-Encoding: chunked' -F a=b {url}/
curl -H 'Expect:' -d xyzzy {url}/
curl -H 'Connection: Upgrade' -H 'Upgrade: websocket' {url}/
curl -H 'Authorization: Bearer x' -u a:b {url}/
curl -H 'Cookie: a=b' -H 'Referer: r' -e x -A y -H 'User-Agent: z' {url}/
curl "{url}/" --data-raw "a\$b\"c\`d\\e"
curl $'{url}/x' -X $'POST' --data-raw $'a\nb\tc\'d\\e\x41é\u00e9\xff'
curl '{url}/' -H 'accept: */*' -b 'a=b' -H 'sec-ch-ua: "Chromium";v="124"' --data-raw '{{"a":"b"}}' --insecure
curl '{url}/search?q=\[x\]' --compressed -X POST -H 'Accept-Encoding: gzip' --data-raw 'a=1&b=%20'
env -i curl {url}/y
"""
"""Lines that give the same bytes, a line each."""

NAMED = {
    "curl -b jar.txt {url}": "-b names a file of cookies",
    "curl --http2 {url}": "not kept: --http2.",
    "curl --tr-encoding {url}": "not kept: --tr-encoding.",
    "curl -z 'Tue, 15 Nov 1994 12:45:26 GMT' {url}/": "not kept: -z.",
    "curl -T body.txt -C 2 {url}/": "not kept: -C.",
    "curl --ntlm -u a:b {url}/": "not kept: --ntlm.",
    "curl --aws-sigv4 aws:amz:us-east-1:s3 -u a:b {url}/": "not kept: --aws-sigv4.",
    "curl --haproxy-protocol {url}/": "not kept: --haproxy-protocol.",
}
"""Lines of which something is not kept, and what is said of it."""
