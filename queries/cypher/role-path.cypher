// Which chains of similar roles lead from one role to another?
//
// $role Role: the role to come to
// $from_role Role: the role to come from
// $least number = 0: no step between roles that are less alike
//
// Needs the edges that `skillweave derive` makes, from each role to the ten that are most like it.
// A chain has four steps at most and visits no role twice; the product of their likenesses orders
// them.
MATCH way = (:Role {id: $from_role})-[:SIMILAR_TO*1..4]->(:Role {id: $role})
WHERE all(e IN relationships(way) WHERE e.score >= $least)
  AND all(n IN nodes(way) WHERE single(m IN nodes(way) WHERE m.id = n.id))
RETURN [n IN nodes(way) | n.label] AS path, length(way) AS steps,
       round(reduce(x = 1.0, e IN relationships(way) | x * e.score), 12) AS likeness
ORDER BY likeness DESC, steps, reduce(x = '', n IN nodes(way) | x + ' ' + n.id)
