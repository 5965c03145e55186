// Package portal is the city's front door for residents: the first page, the
// map, and the pages that say what happens with people's data, who can use the
// site and how, and where its data come from.
//
// It keeps nothing of its own. What it shows it asks of others, through Needs;
// where nobody answers, that part of the page is left out.
//
// It announces nothing and listens to nothing.
package portal
