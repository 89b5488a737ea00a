// Which skills, roles, employers and places have a name, or one that holds it?
//
// $text text: the name or a part of it, in any case; near spellings are not looked for
//
// fit is 1 where it is the label, 2 where it is another name, 3 where it is a part of one.
MATCH (n:Skill|Role|Employer|Location)
WITH n, coalesce(n.label, n.name) AS label, coalesce(n.aliases, []) AS aliases,
     toLower($text) AS text
WITH n, label, CASE
       WHEN toLower(label) = text THEN 1
       WHEN any(alias IN aliases WHERE toLower(alias) = text) THEN 2
       WHEN toLower(label) CONTAINS text THEN 3
       WHEN any(alias IN aliases WHERE toLower(alias) CONTAINS text) THEN 3
     END AS fit
WHERE fit IS NOT NULL
RETURN CASE WHEN n:Skill THEN 'Skill' WHEN n:Role THEN 'Role' WHEN n:Employer THEN 'Employer'
            ELSE 'Location' END AS kind, n.id AS id, label, fit
ORDER BY fit, size(label), label, id
