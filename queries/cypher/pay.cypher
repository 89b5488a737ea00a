// What do postings pay a year: median and quartiles, by currency?
//
// $role Role = none: only postings for this role
// $skill Skill = none: only postings that ask for this skill
// $place Location = none: only pay for it or within it, or that a posting there states for none
//
// Pay for less than a year is turned into that of a year of full-time work. A posting counts once
// in a currency, with the middle of all that it states. Pay that is fifteen times the median of its
// currency, or a fifteenth of it, is a mistake and left out.
MATCH (b:SalaryBand)
WITH b, CASE b.period WHEN 'hour' THEN 2080 WHEN 'day' THEN 260 WHEN 'week' THEN 52
                      WHEN 'month' THEN 12 ELSE 1 END AS times
WITH b, times * coalesce(b.min, b.max) AS least, times * coalesce(b.max, b.min) AS most
WITH b.currency AS currency, percentileCont((least + most) / 2, 0.5) AS usual,
     collect({band: b, least: least, most: most}) AS bands
UNWIND bands AS stated
WITH currency, usual, stated.band AS b, stated.least AS least, stated.most AS most
WHERE (least + most) / 2 <= 15 * usual AND 15 * (least + most) / 2 >= usual
MATCH (p:Posting)-[:PAYS]->(b)
WHERE NOT EXISTS { (p)-[:DUPLICATE_OF]->(:Posting) }
  AND EXISTS { (p)-[:FOR_ROLE]->(:Role {id: $role}) }  // if $role
  AND EXISTS {  // if $skill
    MATCH (p)-[:HAS_REQUIREMENT]->(:Requirement)-[:HAS_PART*0..]->(q:Requirement)  // if $skill
          -[:OPTION]->(:Skill {id: $skill})  // if $skill
    WHERE q.modality <> 'not_required'  // if $skill
  }  // if $skill
  AND (EXISTS {  // if $place
    (b)-[:APPLIES_IN]->(:Location)-[:WITHIN*0..]->(:Location {id: $place})  // if $place
  } OR NOT EXISTS { (b)-[:APPLIES_IN]->(:Location) } AND EXISTS {  // if $place
    (p)-[:LOCATED_IN]->(:Location)-[:WITHIN*0..]->(:Location {id: $place})  // if $place
  })  // if $place
WITH currency, p, (min(least) + max(most)) / 2 AS paid
RETURN currency, count(*) AS postings, min(paid) AS low,
       percentileCont(paid, 0.25) AS first_quartile, percentileCont(paid, 0.5) AS median,
       percentileCont(paid, 0.75) AS third_quartile, max(paid) AS high
ORDER BY postings DESC, currency
