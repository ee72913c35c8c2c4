"""The files of the browser side, of the belt and its fellows, and the routes that serve them.

The JavaScript is plain ES modules that import each other by name, so what a developer reads is what
runs, but for comments and white space, which are left out on the way. They are served under a path
that contains a hash of their content: a browser keeps them for good, and a new version has a new
path. plotly.js comes out of the installed plotly package.
"""

import gzip
import hashlib
import json
import re
from functools import cache
from pathlib import Path

import plotly
import rjsmin
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.i18n import languages, words

_BELT = Path(__file__).parent
_OTHERS = tuple(_BELT.parent / name for name in ("gallery", "readings", "film"))
_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
PLOTLY_PATH = f"vendor/{plotly.__version__}/plotly.min.js"
_FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}


# Streamlit takes a component's JavaScript inline only; this much finds the server's root
# (Streamlit's own script lies in <root>/static/js/) and takes the real modules from there.
_LOADER = """
const root = new URL('../../', document.querySelector('script[type=module][src]').src);
for (const name of STYLES) {
  const style = document.getElementById(`${name}-style`) ?? document.createElement('link');
  const { href } = new URL(`belt/VERSION/${name}.css`, root);
  Object.assign(style, { id: `${name}-style`, rel: 'stylesheet', href });
  if (!style.isConnected) document.head.append(style);
}
const main = import(new URL('belt/VERSION/MODULE', root).href);
export default function (component) {
  let stop = () => {};
  let gone = false;
  main.then(({ render }) => { if (!gone) stop = render(component); });
  return () => { gone = true; stop(); };
}
"""


def _read(folder: Path) -> dict[str, bytes]:
    scripts = {path.name: _short(path.read_text("utf-8")) for path in folder.glob("js/*.js")}
    styles = {path.name: path.read_bytes() for path in folder.glob("css/*.css")}
    return dict(sorted((scripts | styles).items()))


@cache
def files() -> dict[str, bytes]:
    """Read every file of the belt once: name → content."""
    return _read(_BELT) | {"details_words.js": _details_words()}


@cache
def served() -> dict[str, bytes]:
    """Return every file that the server hands out.

    All of them lie in one folder for the browser, so that the gallery imports the belt's modules
    as its neighbours; a name stands once.
    """
    found = dict(files())
    for folder in _OTHERS:
        others = _read(folder)
        if twice := found.keys() & others.keys():
            raise ValueError(f"two files of one name: {', '.join(twice)}")
        found |= others
    return found


def loader(module: str, *styles: str) -> str:
    """Return the inline script of a component whose `render` is in a module of ours."""
    script = _LOADER.replace("VERSION", version()).replace("MODULE", module)
    return script.replace("STYLES", json.dumps(styles))


def _details_words() -> bytes:
    """Make a module of the details' words: too many to travel with every message."""
    tables = {lang: words(lang).table("details") for lang in languages()}
    return f"export default {json.dumps(tables, ensure_ascii=False)};".encode()


def _short(script: str) -> bytes:
    short = rjsmin.jsmin(script)
    return (short if isinstance(short, str) else short.decode()).encode()


@cache
def version() -> str:
    """Name the present content."""
    digest = hashlib.blake2b(digest_size=8)
    for name, content in served().items():
        digest.update(name.encode() + b"\0" + content)
    return digest.hexdigest()


@cache
def _zipped(name: str) -> bytes:
    return gzip.compress(served()[name], mtime=0)


def plotly_script() -> str:
    """Read the drawing library out of the installed package."""
    path = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    return path.read_text("utf-8")


@cache
def _plotly() -> bytes:
    return gzip.compress(plotly_script().encode(), compresslevel=6, mtime=0)


def first_load() -> set[str]:
    """Name the files of every visit: what main.js imports, not what is imported on demand."""
    found, todo = {"belt.css", "phone.css"}, ["main.js"]
    while todo:
        found.add(name := todo.pop())
        needs = re.findall(r"""from\s*['"]\./(\w+\.js)""", files()[name].decode())
        todo += [need for need in needs if need not in found]
    return found


def transfer_size() -> int:
    """Return the bytes that scripts and styles of a first visit take on the wire."""
    return sum(len(_zipped(name)) for name in first_load())


def _answer(request: Request, zipped: bytes, media_type: str) -> Response:
    headers = dict(_FOREVER) | {"Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers |= {"Content-Encoding": "gzip"}
        return Response(zipped, headers=headers, media_type=media_type)
    return Response(gzip.decompress(zipped), headers=headers, media_type=media_type)


async def _file(request: Request) -> Response:
    name = request.path_params["name"]
    if request.path_params["version"] != version() or name not in served():
        raise HTTPException(404)
    return _answer(request, _zipped(name), _TYPES[Path(name).suffix])


async def _vendor(request: Request) -> Response:
    return _answer(request, _plotly(), _TYPES[".js"])


def warm_up() -> None:
    """Compress everything before the first visit."""
    _plotly()
    for name in served():
        _zipped(name)


def routes() -> list[Route]:
    """List the routes that the server adds: our own files, and plotly.js."""
    return [
        Route("/belt/{version}/{name}", _file),
        Route(f"/{PLOTLY_PATH}", _vendor),
    ]
