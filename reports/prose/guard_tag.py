"""`{% guard … %}` of chapters: wordings for each outcome of a comparison, of which the true one is written.

    {% guard "malene", by="kontaktperson", high="yes" %}
    Kontaktpersonene bruker malene mer enn andre.
    {% none %}
    Kontaktpersoner og andre bruker malene omtrent like mye.
    {% endguard %}

The words before the first branch tag are those of the expected branch.
"""

from __future__ import annotations

from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.parser import Parser

OF_FINDING = ("clear", "slight", "none", "reversed", "untold")
"""What a test may have found: `reversed` when other groups are at its ends, `untold` when it is hidden or not made."""
OF_NUMBERS = ("holds", "otherwise", "untold")
"""What numbers of everyone's may say; `untold` when one of them is hidden."""
BRANCHES = tuple(dict.fromkeys((*OF_FINDING, *OF_NUMBERS)))
_ENDS = tuple(f"name:{name}" for name in (*BRANCHES, "endguard"))


class Guard(Extension):
    """The tags guard and wording."""

    tags = {"guard", "wording"}  # noqa: RUF012  (Jinja's own form)

    def parse(self, parser: Parser) -> nodes.Node:
        """One block with its branches."""
        token = next(parser.stream)
        if token.value == "wording":
            return self._wording(parser, token.lineno)
        where = f"{parser.filename}:{token.lineno}"
        call = nodes.Call(nodes.Name("guard", "load"), *self._arguments(parser), None, None)
        it = nodes.Name("it", "store")
        body: list[nodes.Node] = [nodes.Assign(it, call, lineno=token.lineno)]
        body += self._branches(parser, where)
        rest = self._called("rest", [nodes.Const(where)])
        body.append(nodes.Output([rest], lineno=token.lineno))
        return nodes.Scope(body, lineno=token.lineno)

    def _wording(self, parser: Parser, line: int) -> nodes.Node:
        """Words that compare nothing of the results: they stand as they are."""
        body = parser.parse_statements(("name:endwording",), drop_needle=True)
        return nodes.Scope(body, lineno=line)

    def _arguments(self, parser: Parser) -> tuple[list[nodes.Expr], list[nodes.Keyword]]:
        args: list[nodes.Expr] = []
        named: list[nodes.Keyword] = []
        while parser.stream.current.type != "block_end":
            if args or named:
                parser.stream.expect("comma")
            if parser.stream.current.type == "name" and parser.stream.look().type == "assign":
                key = parser.stream.expect("name")
                parser.stream.expect("assign")
                named.append(nodes.Keyword(key.value, parser.parse_expression(), lineno=key.lineno))
            else:
                args.append(parser.parse_expression())
        return args, named

    def _branches(self, parser: Parser, where: str) -> list[nodes.Node]:
        found: list[nodes.Node] = []
        name, line = "", parser.stream.current.lineno
        while name != "endguard":
            body = parser.parse_statements(_ENDS)
            call = self._called("tell", [nodes.Const(name), nodes.Const(where)])
            found.append(nodes.CallBlock(call, [], [], body, lineno=line))
            line = parser.stream.current.lineno
            name = next(parser.stream).value
        return found

    def _called(self, method: str, args: list[nodes.Expr]) -> nodes.Call:
        return nodes.Call(nodes.Getattr(nodes.Name("it", "load"), method, "load"), args, [], None, None)
