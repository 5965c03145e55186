package insight

import (
	"slices"

	"mahalle/internal/platform/access"
)

// What opens the pages of figures. Which role may is the city's own setting.
const (
	CanSeeDistricts access.Permission = "insight.chief" // the districts of the own area
	CanSeeCity      access.Permission = "insight.city"  // the whole city, side by side
)

// Permissions of others that decide what stands on a start page.
const (
	seesRequests  access.Permission = "requests.view"
	takesCalls    access.Permission = "requests.intake"
	decidesReopen access.Permission = "requests.reopen"
	takes         access.Permission = "requests.take"
	finishes      access.Permission = "requests.finish"
	seesAll       access.Permission = "desk.all"
	seesArea      access.Permission = "area.view"
	seesUnit      access.Permission = "unit.view"
	seesUnitTree  access.Permission = "unit.tree"
	seesCouncil   access.Permission = "council.view"
	runsCity      access.Permission = "office.admin"
	keepsPeople   access.Permission = "office.people"
	audits        access.Permission = "journal.audit"
	seesJobs      access.Permission = "jobs.view"
)

// maySeeDistrict: a chief sees the districts of the own area.
func maySeeDistrict(a access.Actor, code string) bool {
	return a.Has(CanSeeDistricts) && (a.WholeCity || slices.Contains(a.Districts, code))
}

// ownDistricts are those of the city that the actor may see.
func ownDistricts(a access.Actor, all []District) []District {
	return slices.DeleteFunc(slices.Clone(all), func(d District) bool { return !maySeeDistrict(a, d.Code) })
}

// ownUnits are the units whose work the actor sees.
func ownUnits(a access.Actor) []string {
	switch {
	case a.Unit == "":
		return nil
	case a.Has(seesUnitTree):
		return a.Units
	case a.Has(seesUnit), a.Has(seesAll):
		return []string{a.Unit}
	}
	return nil
}
