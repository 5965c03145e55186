package routing

import (
	"slices"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/fault"
	"mahalle/internal/routing/rules"
)

// editsAll is the right to change rules of the whole city.
const editsAll access.Permission = "office.admin"

// editor is who changes rules: an administrator all, a head those that lead to or
// from units of the own department.
type editor struct {
	access.Actor
	districts []string
}

// owns reports whether a rule leads to a unit of the editor's own.
func (e editor) owns(r Rule) bool {
	if !r.ByDistrict() {
		return e.InUnit(r.Unit)
	}
	return slices.ContainsFunc(e.districts, func(d string) bool { return e.InUnit(r.UnitIn(d)) })
}

// may reports whether the editor may change a rule, move it or take it away.
func (e editor) may(r Rule) bool { return e.Has(CanEdit) && (e.Has(editsAll) || e.owns(r)) }

// mayAdd reports whether the editor may write a rule above another: it leads to
// an own unit, or takes from a rule that does.
func (e editor) mayAdd(r, below Rule) bool { return e.may(r) || e.Has(CanEdit) && e.owns(below) }

var errNotYours = fault.New(fault.Forbidden, "routing.not_your_rule")

func (d *draft) at(i int) (Rule, error) {
	if i < 0 || i >= len(d.Set.Rules) {
		return Rule{}, fault.New(fault.NotFound, "routing.no_such_rule")
	}
	return d.Set.Rules[i], nil
}

// own is the rule at a place, if the editor may touch it.
func (d *draft) own(e editor, i int) (Rule, error) {
	r, err := d.at(i)
	if err == nil && !e.may(r) {
		err = errNotYours
	}
	return r, err
}

// move puts a rule so many places further down, or up.
func (d *draft) move(e editor, i, by int) error {
	r, err := d.own(e, i)
	if err != nil {
		return err
	}
	to := min(max(i+by, 0), len(d.Set.Rules)-1)
	all := slices.Delete(slices.Clone(d.Set.Rules), i, i+1)
	d.Set.Rules = slices.Insert(all, to, r)
	return nil
}

// turn switches a rule off, or on again.
func (d *draft) turn(e editor, i int) error {
	r, err := d.own(e, i)
	if err != nil {
		return err
	}
	r.Off = !r.Off
	d.Set.Rules = slices.Clone(d.Set.Rules)
	d.Set.Rules[i] = r
	return nil
}

func (d *draft) remove(e editor, i int) error {
	_, err := d.own(e, i)
	if err == nil {
		d.Set.Rules = slices.Delete(slices.Clone(d.Set.Rules), i, i+1)
	}
	return err
}

// replace writes a rule anew. Who may not touch what it was or becomes may not.
func (d *draft) replace(e editor, i int, r Rule) error {
	was, err := d.at(i)
	if err != nil {
		return err
	}
	if !e.may(was) && !e.may(r) {
		return errNotYours
	}
	r.ID, r.Off = was.ID, was.Off
	d.Set.Rules = slices.Clone(d.Set.Rules)
	d.Set.Rules[i] = r
	return nil
}

// add writes a new rule above the first that would take all of it, else above
// the last.
func (d *draft) add(e editor, b *book, w rules.World, r Rule) (int, error) {
	at := b.lay(d.Set).PlaceFor(r, w)
	if below, err := d.at(at); err != nil && !e.may(r) || err == nil && !e.mayAdd(r, below) {
		return 0, errNotYours
	}
	d.Set.Rules = slices.Insert(slices.Clone(d.Set.Rules), at, r)
	return at, nil
}

// gather keeps the places of a rule under a name, for other rules too. Lists in it
// are written out. Without a name the rule stays as it is.
func (d *draft) gather(name string, lang city.Lang, r Rule) Rule {
	if name == "" {
		return r
	}
	list := rules.List{Code: string(city.NewID()), Name: map[city.Lang]city.Text{city.Turkish: {TR: name}, city.Persian: {FA: name}, city.English: {EN: name}}[lang]}
	for _, p := range r.Places {
		at := slices.IndexFunc(d.Set.Lists, func(l rules.List) bool { return rules.ListMark+l.Code == p })
		if at < 0 {
			list.Places = append(list.Places, p)
			continue
		}
		list.Places = append(list.Places, d.Set.Lists[at].Places...)
	}
	d.Set.Lists = append(slices.Clone(d.Set.Lists), list)
	r.Places = []string{rules.ListMark + list.Code}
	return r
}
