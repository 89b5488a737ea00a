// Which skills lead from one skill to another, those that go with everything set back?
//
// $one Skill: the skill to begin with
// $other Skill: the skill to end with
// $least number = 0.2: no step between skills that are less associated (npmi)
//
// Needs the edges that `skillweave derive` makes. Steps lead between skills that are asked for
// together and, with a strength of 0.5, along the taxonomy; a path has three at most. It costs
// -ln(strength) for each step and 0.8 ln(degree) for each skill between the two.
MATCH way = (:Skill {id: $one})-[:CO_OCCURS|BROADER*1..3]-(:Skill {id: $other})
WHERE all(e IN relationships(way) WHERE coalesce(e.npmi, 0.5) >= $least)
  AND all(n IN nodes(way) WHERE single(m IN nodes(way) WHERE m.id = n.id))
WITH way, reduce(x = 0.0, e IN relationships(way) | x - log(coalesce(e.npmi, 0.5))) AS weakness
UNWIND nodes(way) AS n
OPTIONAL MATCH (n)-[e:CO_OCCURS|BROADER]-(:Skill)
WHERE NOT n.id IN [$one, $other]
WITH way, weakness, n, count(e) AS degree
WITH way, weakness, sum(CASE WHEN degree > 0 THEN log(degree) ELSE 0.0 END) AS hubs
WITH [n IN nodes(way) | n.label] AS path, [n IN nodes(way) | n.id] AS ids, hubs,
     min(weakness) AS weakness
RETURN path, size(path) - 1 AS steps, round(weakness + 0.8 * hubs, 12) AS cost
ORDER BY cost, steps, reduce(x = '', id IN ids | x + ' ' + id)
