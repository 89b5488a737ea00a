// Which skills are most like a skill, by what is asked for beside them?
//
// $skill Skill: the skill
//
// Needs the edges that `skillweave derive` makes. The score is the cosine of what the two skills
// are associated with (npmi), each skill being fully associated with itself.
MATCH (one:Skill {id: $skill})-[mine:CO_OCCURS]-(:Skill)
WITH one, 1 + sum(mine.npmi * mine.npmi) AS own
MATCH (one)-[first:CO_OCCURS*0..1]-(:Skill)-[second:CO_OCCURS*0..1]-(other:Skill)
WHERE other <> one
WITH own, other, sum(reduce(x = 1.0, e IN first | x * e.npmi) *
                     reduce(x = 1.0, e IN second | x * e.npmi)) AS common
MATCH (other)-[theirs:CO_OCCURS]-(:Skill)
WITH own, other, common, 1 + sum(theirs.npmi * theirs.npmi) AS whole
RETURN other.id AS skill, other.label AS label, other.kind AS kind,
       round(common / sqrt(own * whole), 12) AS score
ORDER BY score DESC, label
