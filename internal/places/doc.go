// Package places knows the city's districts and neighbourhoods: their names in
// three languages, their outlines, and which of them a point lies in.
//
// Areas come with the city pack and are known by the city's own codes. They
// have validity dates, because neighbourhoods are founded, merged and renamed.
// Outlines are coarse near borders, so a person can always correct what the map
// says; where only the district is drawn, the neighbourhood stays open.
//
// It announces nothing and listens to nothing.
package places
