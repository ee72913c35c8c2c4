"""Visit every page in every language, as a browser would, and fetch every kind of download.

    docker exec gatescope python deploy/check_container.py            in the container, no network
    python deploy/check_container.py https://gatescope.school.org     or against any server

Prints a line for each visit; exits 1 if one shows an error. It needs only what the image holds.
"""

import sys
import time
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Origin

PAGES = ("home", "inside", "effect", "film", "networks", "teachers")
LANGUAGES = ("en", "zh")
DOWNLOADS = ("trace.csv", "trace.xlsx", "trace.npz", "trace.html")
STATE = b'{"v": 1, "lang": "en", "net": "counter", "seq": "aa.a"}'
TIMEOUT = 60.0


def visit(url: str, page: str, lang: str) -> list[str]:
    """Load a page, run its script over the websocket and return what it must not show."""
    address = "" if page == PAGES[0] else page
    with urlopen(f"{url}/{address}", timeout=TIMEOUT):
        pass
    where = urlsplit(url)
    socket = f"{where.scheme.replace('http', 'ws', 1)}://{where.netloc}{where.path}/_stcore/stream"
    faults, drawn = list[str](), 0
    with connect(socket, max_size=None, open_timeout=TIMEOUT, origin=origin(url)) as connection:
        connection.send(wish(address, lang))
        while True:
            answer = ForwardMsg()
            answer.ParseFromString(connection.recv(TIMEOUT, decode=False))
            kind = answer.WhichOneof("type")
            if kind == "page_not_found":
                faults.append("page not found")
            if kind == "delta" and answer.delta.HasField("new_element"):
                drawn += answer.delta.new_element.HasField("bidi_component")
                faults += shown(answer.delta.new_element)
            # A run that ends early begins anew: the address turns to another page.
            over = answer.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
            if kind == "script_finished" and over:
                break
    return faults + ([] if drawn else ["no picture"])


def origin(url: str) -> Origin:
    """Return the origin that a browser would name."""
    return Origin("{0.scheme}://{0.netloc}".format(urlsplit(url)))


def wish(address: str, lang: str) -> bytes:
    """Ask for a first run of the script, as the front end does."""
    ask = BackMsg()
    ask.rerun_script.query_string = urlencode({"lang": lang})
    ask.rerun_script.page_name = address
    return ask.SerializeToString()


def shown(element) -> list[str]:
    """Return what an element says went wrong."""
    if element.HasField("exception"):
        return [f"exception: {element.exception.type}: {element.exception.message}"]
    if element.HasField("alert") and element.alert.format == element.alert.ERROR:
        return [f"error: {element.alert.body}"]
    return []


def download(url: str, kind: str) -> list[str]:
    """Ask for a download and return what is wrong with it."""
    asked = Request(f"{url}/export/{kind}", STATE, {"Origin": origin(url)})
    with urlopen(asked, timeout=TIMEOUT) as answer:
        size = len(answer.read())
    return [] if size > 100 else [f"only {size} bytes"]


def report(what: str, check, *of: str) -> bool:
    """Run a check and print how it went."""
    began = time.perf_counter()
    try:
        faults = check(*of)
    except (HTTPError, OSError, TimeoutError) as error:
        faults = [f"{type(error).__name__}: {error}"]
    milliseconds = 1000 * (time.perf_counter() - began)
    print(f"{what:22} {milliseconds:6.0f} ms  {'; '.join(faults) or 'fine'}", flush=True)
    return not faults


def main(url: str) -> int:
    """Check a server; return 0 if all is well."""
    fine = [
        report(f"{page} {lang}", visit, url, page, lang) for page in PAGES for lang in LANGUAGES
    ]
    fine += [report(kind, download, url, kind) for kind in DOWNLOADS]
    print(f"{sum(fine)} of {len(fine)} fine")
    return 0 if all(fine) else 1


if __name__ == "__main__":
    sys.exit(main((sys.argv[1:] or ["http://127.0.0.1:8501"])[0].rstrip("/")))
