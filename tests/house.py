"""The rules of the house as functions: each takes a file's text and yields what breaks the rule, one line each."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPS = ["areas", "projects", "meetings", "plans"]
CODE = ["config", *APPS]
THAI = re.compile(r"[\u0e00-\u0e7f]")
WORD = re.compile(r"[A-Za-z\u0e00-\u0e7f]{2,}")


def sources():
    """Return our modules without migrations, as {path from the root: text}."""
    files = [
        file for folder in CODE for file in (ROOT / folder).rglob("*.py") if "migrations" not in file.parts
    ]
    return {file.relative_to(ROOT).as_posix(): file.read_text(encoding="utf-8") for file in files}


def templates():
    """Return our templates, as {path from templates/: text}."""
    folder = ROOT / "templates"
    return {
        file.relative_to(folder).as_posix(): file.read_text(encoding="utf-8") for file in folder.rglob("*.*")
    }


# --- Templates


COMMENTS = re.compile(r"{%\s*comment\b.*?{%\s*endcomment\s*%}|{#.*?#}|<!--.*?-->", re.S)
TRANSLATED = re.compile(r"{%\s*blocktranslate\b.*?{%\s*endblocktranslate\s*%}", re.S)
CLASS_BLOCK = re.compile(r"{%\s*block (?:door|classes)\s*%}.*?{%\s*endblock\s*%}", re.S)  # names of classes
TAG_OR_VALUE = re.compile(r"{%.*?%}|{{.*?}}", re.S)
MARKUP = re.compile(r"<script\b.*?</script>|<[^>]*>", re.S)
SHOWN_ATTRIBUTES = re.compile(
    r"""\s(?:title|alt|aria-label|placeholder|data-label|data-told)=("[^"]*"|'[^']*')"""
)
UNSAFE = {
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.S | re.I),
    "on… attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.S | re.I),
    "hx-on": re.compile(r"<[^>]*\shx-on\b", re.S | re.I),
    "inline script": re.compile(r"<script\b(?![^>]*\ssrc=)", re.I),
    "style element": re.compile(r"<style\b", re.I),
    "javascript address": re.compile(r"javascript:", re.I),
    "data address": re.compile(r"""["'(]data:"""),
    "unescaped value": re.compile(r"\|\s*safe(seq)?\b|{%\s*autoescape\s+off"),
    "foreign address": re.compile(r"""(?:src|srcset|action)=["']?(?:https?:)?//""", re.I),
}


def unsafe_markup(text):
    """Yield what the content policy would stop, and what would let a value through unescaped."""
    for name, pattern in UNSAFE.items():
        for hit in pattern.finditer(COMMENTS.sub("", text)):
            yield f"{name}: {text_at(hit)}"


def bare_words(text):
    """Yield words that a person reads and no catalog translates."""
    text = TRANSLATED.sub("", COMMENTS.sub("", text))
    bare = TAG_OR_VALUE.sub(" ", CLASS_BLOCK.sub(" ", text))
    for attribute in SHOWN_ATTRIBUTES.finditer(bare):
        if not attribute.group(1).startswith("'{"):
            yield from WORD.findall(attribute.group(1))
    yield from WORD.findall(re.sub(r"&\w+;", "", MARKUP.sub(" ", bare)))


def text_at(hit):
    """Return the first line of what was found."""
    return hit.group(0).strip().splitlines()[0][:80]


# --- Code


def hidden_imports(text):
    """Yield imports inside functions."""
    for function in walk(text, ast.FunctionDef, ast.AsyncFunctionDef):
        for one in ast.walk(function):
            if isinstance(one, (ast.Import, ast.ImportFrom)):
                yield f"{function.name}: {ast.unparse(one)}"


def thai_literals(text):
    """Yield Thai texts in code that are no docstrings."""
    tree = ast.parse(text)
    documents = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) and id(node) not in documents else None
        if isinstance(text, str) and THAI.search(text):
            yield text[:60]


def unseen_texts(text):
    """Yield names for gettext that the collector of texts does not know: what they hold would never get its Thai."""
    yield from re.findall(r"import n?p?gettext(?:_lazy)? as (?!_$)\w+", text, re.M)


def scans(text):
    """Yield look-ups that read a whole table to find an area (ranges do it in one index)."""
    yield from re.findall(r"\b(?:code|area|area_id|province|parent)__i?startswith\b", text)


def raw_html(text):
    """Yield the calls that tell the templates not to escape."""
    yield from re.findall(r"\b(?:mark_safe|SafeString)\(", text)


def own_transactions(text):
    """Yield transactions that a module opens on its own."""
    yield from re.findall(r"\batomic\b|ATOMIC_REQUESTS", without_documents(text))


WRITES = {
    "save",
    "create",
    "bulk_create",
    "get_or_create",
    "update_or_create",
    "bulk_update",
    "update",
    "delete",
}


def writes_outside_the_path(text):
    """Yield writes of a module of views that stand outside `perform`."""
    tree = ast.parse(text)
    inside = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef) and function.name == "perform"
        for node in ast.walk(function)
    }
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)) or id(node) in inside:
            continue
        called = node.func.attr
        if called == "save" or (called in WRITES and "objects" in ast.unparse(node.func)):
            yield ast.unparse(node)[:80]


def own_scope(text):
    """Yield conditions on a person's areas: scope is decided by visible_to and editable_by alone."""
    yield from re.findall(r"\.(?:readable|editable)_(?:clusters|areas)\b", without_documents(text))


def no_document(text):
    """Yield a complaint where the module does not say what lives in it."""
    if not ast.get_docstring(ast.parse(text)):
        yield "no docstring"


def walk(text, *kinds):
    """Yield the nodes of some kinds."""
    return (node for node in ast.walk(ast.parse(text)) if isinstance(node, kinds))


def without_documents(text):
    """Return the code without comments and docstrings, as the parser writes it."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            node.value.value = ""
    return ast.unparse(tree)
