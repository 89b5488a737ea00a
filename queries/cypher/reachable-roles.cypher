// Which roles can be reached from a role through similar ones, with at most so many new skills?
//
// $role Role: the role to come from
// $most integer = 10: at most so many new skills
// $least number = 0.01: no step between roles that are less alike
// $share number = 0.25: a role needs the skills that at least this share of its postings name
//
// Needs the edges that `skillweave derive` makes, from each role to the ten that are most like it.
// Three steps lead to a role at most; new skills are those that it needs and the first role does
// not.
MATCH way = (one:Role {id: $role})-[:SIMILAR_TO*1..3]->(other:Role)
WHERE other.id <> $role AND all(e IN relationships(way) WHERE e.score >= $least)
WITH one, other, min(length(way)) AS steps
OPTIONAL MATCH (other)-[needs:NEEDS]->(s:Skill)
WHERE needs.share >= $share
  AND NOT EXISTS { MATCH (one)-[has:NEEDS]->(s) WHERE has.share >= $share }
WITH other, steps, needs.share AS share, s.label AS label
ORDER BY share DESC, label
WITH other, steps, collect(label) AS new_skills
WHERE size(new_skills) <= $most
RETURN other.id AS role, other.label AS label, steps, size(new_skills) AS count, new_skills
ORDER BY count, steps, role
