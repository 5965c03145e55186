// Package citypack reads a city pack: the folder of plain files in which a
// city describes itself. It turns them into plain data, checks everything, and
// refuses a broken pack with file, line and reason. It knows no database.
//
//	city.toml            who the city is: names, zone, numbers, phones
//	districts.tsv        where: districts, neighbourhoods and their outlines
//	neighbourhoods.tsv
//	outlines/districts.geojson, outlines/neighbourhoods.geojson
//	units.tsv            who: units, roles, posts
//	roles.tsv, posts.tsv
//	groups.tsv           what: subject groups, subjects, kinds of request
//	subjects.tsv, kinds.tsv
//	owners.tsv           which unit owns what where; the first match decides
//	calendars.tsv        when: working weeks and holidays
//	holidays.tsv
//	templates.tsv        ready replies
//	questions.toml       what is asked in addition about some subjects
//	demo/…               invented people and words, for demonstrations only
//
// Neighbourhoods, outlines, holidays, templates, questions and demo may be left
// out. In every table a cell may be empty where nothing is known.
// cities/README.md explains each column to those who write a pack.
package citypack
