"""Read queries over the real schema, made from a seed: the same seed gives the same query."""

from random import Random
from typing import Final

from skillweave.ontology.schema import EDGES, NODES, EdgeType, Property

_ASSERTED: Final = [edge for edge in EDGES.values() if not edge.derived and edge.type != "WITHIN"]
_LITERALS: Final = {
    "string": ["'required'", "'Python'", "'technology'", "'a'", "null"],
    "integer": ["0", "12", "36", "60", "null"],
    "float": ["0.0", "0.5", "40000.0", "null"],
    "boolean": ["true", "false", "null"],
    "date": ["date('2024-01-01')", "date('2025-06-30')", "null"],
    "datetime": ["localdatetime('2024-01-01T00:00:00')", "null"],
}
_DERIVED: Final = [edge for edge in EDGES.values() if edge.properties]
_COMPARISONS: Final = ["=", "<>", "<", "<=", ">", ">="]


class QueryMaker:
    """Makes one query a call.

    Args:
        seed: where to begin.
    """

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def query(self) -> str:
        """The next query; its rows have no order unless it says so."""
        kinds = (
            self._filter, self._optional, self._aggregate, self._exists, self._union, self._path,
            self._lists, self._two_hops, self._case, self._order, self._subquery, self._strings,
            self._dates, self._nulls, self._numbers, self._undirected, self._several_types,
            self._nodes_of_paths, self._shortest_path, self._having, self._counted, self._collected,
            self._maps, self._edge_properties, self._pairs, self._mixed_union, self._whole,
        )  # fmt: skip
        return self._random.choice(kinds)()

    def _edge(self) -> tuple[EdgeType, str, str]:
        edge = self._random.choice(_ASSERTED)
        return (edge, *self._random.choice(edge.ends))

    def _property(self, label: str, *types: str) -> Property | None:
        found = [p for p in NODES[label].properties if not types or p.type in types]
        return self._random.choice(found) if found else None

    def _condition(self, variable: str, label: str) -> str:
        scalar = self._property(label, *_LITERALS)
        if scalar is None or self._random.random() < 0.1:
            return f"{variable}.id STARTS WITH 'p'"
        name = f"{variable}.`{scalar.name}`"
        form = self._random.random()
        if form < 0.2:
            return f"{name} IS {self._random.choice(['', 'NOT '])}NULL"
        literals = _LITERALS[scalar.type]
        if form < 0.35:
            return f"{name} IN [{', '.join(self._random.sample(literals, 2))}]"
        if form < 0.45:
            return f"NOT ({name} = {self._random.choice(literals)})"
        if form < 0.55 and scalar.type == "string":
            how = self._random.choice(["CONTAINS", "STARTS WITH", "ENDS WITH"])
            return f"{name} {how} 'e'"
        if scalar.type == "boolean":
            return f"{name} = {self._random.choice(literals)}"
        return f"{name} {self._random.choice(_COMPARISONS)} {self._random.choice(literals)}"

    def _where(self, **variables: str) -> str:
        terms = [self._condition(name, label) for name, label in variables.items()]
        return f" {self._random.choice(['AND', 'OR', 'XOR'])} ".join(terms)

    def _value(self, variable: str, label: str) -> str:
        chosen = self._property(label)
        return f"{variable}.`{chosen.name}`" if chosen else f"{variable}.id"

    def _filter(self) -> str:
        label = self._random.choice(list(NODES))
        return (
            f"MATCH (n:{label}) WHERE {self._where(n=label)} RETURN n.id, {self._value('n', label)}"
        )

    def _optional(self) -> str:
        edge, source, target = self._edge()
        return (
            f"MATCH (a:{source}) WHERE {self._where(a=source)} "
            f"OPTIONAL MATCH (a)-[:{edge.type}]->(b:{target}) WHERE {self._where(b=target)} "
            f"RETURN a.id, b.id, {self._value('b', target)}"
        )

    def _aggregate(self) -> str:
        edge, source, target = self._edge()
        number = self._property(source, "integer", "float")
        sums = f", min(a.`{number.name}`), max(a.`{number.name}`)" if number else ""
        return (
            f"MATCH (a:{source})-[e:{edge.type}]->(b:{target}) WHERE {self._where(a=source)} "
            f"RETURN {self._value('b', target)} AS key, count(*), count(DISTINCT a.id){sums}"
        )

    def _exists(self) -> str:
        edge, source, target = self._edge()
        no = self._random.choice(["", "NOT "])
        return (
            f"MATCH (a:{source}) WHERE {no}EXISTS {{ MATCH (a)-[:{edge.type}]->(b:{target}) "
            f"WHERE {self._where(b=target)} }} RETURN a.id"
        )

    def _union(self) -> str:
        one, other = self._filter(), self._filter()
        parts = (text.split(" RETURN ")[0] + " RETURN n.id AS id" for text in (one, other))
        return self._random.choice([" UNION ", " UNION ALL "]).join(parts)

    def _path(self) -> str:
        kind, label = self._random.choice(
            [("BROADER", "Skill"), ("WITHIN", "Location"), ("HAS_PART", "Requirement")]
        )
        low = self._random.randint(0, 1)
        return (
            f"MATCH p = (a:{label})-[:{kind}*{low}..{low + 2}]->(b:{label}) "
            f"WHERE {self._where(b=label)} RETURN b.id, length(p), count(*)"
        )

    def _lists(self) -> str:
        label = self._random.choice(["Skill", "Role", "Requirement", "Posting", "FieldOfStudy"])
        held = self._property(label, "string_list")
        assert held is not None
        name = f"n.`{held.name}`"
        return self._random.choice(
            [
                f"MATCH (n:{label}) WHERE size({name}) > 0 RETURN n.id, {name}[0], size({name})",
                f"MATCH (n:{label}) WHERE any(x IN {name} WHERE x CONTAINS 'e') RETURN n.id",
                f"MATCH (n:{label}) RETURN n.id, [x IN {name} WHERE size(x) < 8 | toUpper(x)]",
                f"MATCH (n:{label}) UNWIND {name} AS x RETURN x, count(*)",
                f"MATCH (n:{label}) RETURN n.id, reduce(s = 0, x IN {name} | s + size(x))",
            ]
        )

    def _two_hops(self) -> str:
        edge, source, target = self._edge()
        onward = [e for e in _ASSERTED if any(first == target for first, _ in e.ends)]
        if not onward:
            return self._aggregate()
        second = self._random.choice(onward)
        last = self._random.choice([end for first, end in second.ends if first == target])
        return (
            f"MATCH (a:{source})-[:{edge.type}]->(b:{target})-[:{second.type}]->(c:{last}) "
            f"WHERE {self._where(a=source, c=last)} RETURN c.id, count(DISTINCT a.id)"
        )

    def _case(self) -> str:
        label = self._random.choice(list(NODES))
        return (
            f"MATCH (n:{label}) RETURN CASE WHEN {self._where(n=label)} THEN 'yes' "
            f"ELSE coalesce(toString({self._scalar('n', label)}), 'none') END AS v, count(*)"
        )

    def _scalar(self, variable: str, label: str) -> str:
        chosen = self._property(label, "string", "integer", "boolean", "date")
        return f"{variable}.`{chosen.name}`" if chosen else f"{variable}.id"

    def _order(self) -> str:
        label = self._random.choice(list(NODES))
        down = self._random.choice(["", " DESC"])
        return (
            f"MATCH (n:{label}) WITH n.id AS id, {self._scalar('n', label)} AS v "
            f"ORDER BY v{down}, id SKIP 2 LIMIT 7 RETURN id, v"
        )

    def _subquery(self) -> str:
        edge, source, target = self._edge()
        return (
            f"MATCH (a:{source}) WHERE {self._where(a=source)} "
            f"CALL (a) {{ OPTIONAL MATCH (a)-[:{edge.type}]->(b:{target}) RETURN count(b) AS n }} "
            "RETURN n, count(*)"
        )

    def _strings(self) -> str:
        label = self._random.choice(["Skill", "Role", "Employer", "Location", "Posting"])
        name = {"Employer": "name", "Location": "name", "Posting": "title"}.get(label, "label")
        form = self._random.choice(
            ["toUpper({0})", "substring({0}, 1, 3)", "split({0}, ' ')[0]", "size({0})",
             "replace({0}, 'a', '')", "left({0}, 2) + '-' + right({0}, 2)", "trim({0})"]
        )  # fmt: skip
        return f"MATCH (n:{label}) RETURN {form.format('n.' + name)} AS v, count(*)"

    def _dates(self) -> str:
        day = self._random.choice(["date_posted", "valid_through"])
        form = self._random.choice(
            [
                "n.{0}.year AS v", "n.{0}.month AS v", "n.{0} + duration('P1M') AS v",
                "date.truncate('month', n.{0}) AS v", "toString(n.{0}) AS v",
                "n.{0} < date('2025-01-01') AS v", "duration.inDays(n.{0}, date('2026-01-01')).days AS v",
                "n.date_posted <= n.valid_through AS v",
            ]
        )  # fmt: skip
        return f"MATCH (n:Posting) WHERE n.{day} IS NOT NULL RETURN {form.format(day)}, count(*)"

    def _nulls(self) -> str:
        label = self._random.choice(list(NODES))
        value, other = self._value("n", label), self._value("n", label)
        form = self._random.choice(
            [
                f"{value} IS NULL AS a, {other} IS NOT NULL AS b",
                f"coalesce({value}, {other}) AS a, {value} = {value} AS b",
                f"{value} <> {value} AS a, {value} IN [null] AS b",
                f"[{value}, {other}] AS a, size([x IN [{value}, {other}] WHERE x IS NULL]) AS b",
                f"CASE {value} WHEN null THEN 1 ELSE 2 END AS a, ({value} = {other}) IS NULL AS b",
            ]
        )
        return f"MATCH (n:{label}) RETURN {form}, count(*)"

    def _numbers(self) -> str:
        label = self._random.choice(["Requirement", "SalaryBand", "Location", "EducationLevel"])
        held = self._property(label, "integer", "float")
        assert held is not None
        name = f"n.`{held.name}`"
        form = self._random.choice(
            ["{0} + 1", "{0} * 2 - 3", "-{0}", "{0} % 7", "abs({0})", "sign({0})", "round({0} / 3.0, 2)",
             "toInteger({0})", "toFloat({0})", "toString({0} > 3)", "{0} / 2.0", "floor({0} / 7.0)"]
        )  # fmt: skip
        return f"MATCH (n:{label}) RETURN {form.format(name)} AS v, count(*)"

    def _undirected(self) -> str:
        edge, source, _ = self._edge()
        return (
            f"MATCH (a:{source})-[e:{edge.type}]-(b) WHERE {self._where(a=source)} "
            "RETURN a.id, b.id, startNode(e).id, count(*)"
        )

    def _several_types(self) -> str:
        one, other = (self._edge()[0].type for _ in "ab")
        return (
            f"MATCH (a)-[e:{one}|{other}]->(b) "
            "RETURN type(e), labels(a)[0], labels(b)[0], count(*), count(DISTINCT b.id)"
        )

    def _nodes_of_paths(self) -> str:
        edge, source, target = self._edge()
        what = self._random.choice(
            ["[x IN nodes(p) | x.id]", "[x IN relationships(p) | type(x)]", "length(p)"]
        )
        return (
            f"MATCH p = (a:{source})-[:{edge.type}]->(b:{target})<-[:{edge.type}]-(c:{source}) "
            f"WHERE {self._where(a=source, c=source)} RETURN {what} AS v, count(*)"
        )

    def _shortest_path(self) -> str:
        kind, label = self._random.choice([("BROADER", "Skill"), ("WITHIN", "Location")])
        return (
            f"MATCH (a:{label}), (b:{label}) WHERE a.id < b.id AND {self._where(b=label)} "
            f"MATCH p = shortestPath((a)-[:{kind}*..4]-(b)) RETURN a.id, b.id, length(p)"
        )

    def _having(self) -> str:
        edge, source, target = self._edge()
        return (
            f"MATCH (a:{source})-[:{edge.type}]->(b:{target}) "
            f"WITH b, count(DISTINCT a) AS n, min(a.id) AS first WHERE n >= {self._random.randint(1, 3)} "
            f"OPTIONAL MATCH (b)-->(c) RETURN b.id, n, first, count(c)"
        )

    def _counted(self) -> str:
        edge, source, target = self._edge()
        least = self._random.randint(0, 2)
        return (
            f"MATCH (a:{source}) WHERE COUNT {{ (a)-[:{edge.type}]->(:{target}) }} >= {least} "
            f"RETURN a.id, COUNT {{ (a)-[:{edge.type}]->(b:{target}) WHERE {self._where(b=target)} }}"
        )

    def _collected(self) -> str:
        edge, source, target = self._edge()
        form = self._random.choice(
            ["collect(b.id)", "collect(DISTINCT {0})", "collect(b.id)[0..2]", "size(collect({0}))"]
        ).format(self._value("b", target))
        return (
            f"MATCH (a:{source})-[:{edge.type}]->(b:{target}) "
            f"WITH a, b ORDER BY b.id RETURN a.id, {form} AS v"
        )

    def _maps(self) -> str:
        label = self._random.choice(list(NODES))
        names = [p.name for p in NODES[label].properties][:3]
        projected = ", ".join(["id: n.id", *(f"`{name}`: n.`{name}`" for name in names)])
        return self._random.choice(
            [
                f"MATCH (n:{label}) RETURN {{{projected}}} AS m",
                f"MATCH (n:{label}) RETURN n {{.id, v: {self._value('n', label)}}} AS m",
                f"MATCH (n:{label}) WITH {{{projected}}} AS m RETURN m.id, m['{names[0]}']",
            ]
        )

    def _edge_properties(self) -> str:
        edge = self._random.choice(_DERIVED)
        held = self._random.choice(edge.properties)
        value = f"e.`{held.name}`"
        return self._random.choice(
            [
                f"MATCH (a)-[e:{edge.type}]->(b) RETURN a.id, b.id, {value}",
                f"MATCH ()-[e:{edge.type}]->(b) WHERE {value} > 3 RETURN b.id, max({value}), count(*)",
                f"MATCH ()-[e:{edge.type}]->() RETURN {value} IS NULL AS none, sum({value}), avg({value})",
            ]
        )

    def _pairs(self) -> str:
        label = self._random.choice(["Scheme", "EducationLevel", "Employer", "Run"])
        return (
            f"MATCH (a:{label}), (b:{label}) WHERE a.id < b.id AND {self._where(a=label, b=label)} "
            "RETURN count(*), min(a.id), max(b.id)"
        )

    def _mixed_union(self) -> str:
        edge, source, _ = self._edge()
        return (
            f"MATCH (a:{source}) RETURN a.id AS id, 'node' AS kind UNION "
            f"MATCH (:{source})-[e:{edge.type}]->(b) RETURN b.id AS id, type(e) AS kind"
        )

    def _whole(self) -> str:
        edge, source, target = self._edge()
        return (
            f"MATCH p = (a:{source})-[e:{edge.type}]->(b:{target}) WHERE {self._where(a=source)} "
            f"RETURN {self._random.choice(['a', 'e', 'p', 'a, e, b', 'properties(b)', 'size(keys(b))'])}"
        )
