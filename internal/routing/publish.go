package routing

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"mahalle/internal/events"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/web"
	"mahalle/internal/routing/rules"
)

// Publish makes the draft decide from now on, if it is the one whose simulation
// somebody looked at and nothing is wrong with it.
func (s *Service) Publish(ctx context.Context, revision int, w rules.World, o rules.Office) error {
	b := s.of(db.TenantFrom(ctx))
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		d, err := draftOf(ctx, tx)
		if err != nil {
			return err
		}
		live, err := liveVersion(ctx, tx)
		if err != nil {
			return err
		}
		switch {
		case d.Revision == 0 || d.Revision != revision || d.Based != live.Number:
			return fault.New(fault.Conflict, "routing.changed_meanwhile")
		case d.Looked != d.Revision:
			return fault.New(fault.Conflict, "routing.look_first")
		case slices.ContainsFunc(b.lay(d.Set).Check(w, o), func(f rules.Fault) bool { return f.Kind.Blocks() }):
			return fault.New(fault.Conflict, "routing.has_faults")
		}
		return s.makeLive(ctx, tx, d.Set, live)
	})
	if err != nil {
		return err
	}
	return s.Load(ctx)
}

func (s *Service) makeLive(ctx context.Context, tx *db.Tx, set rules.Set, before Version) error {
	v, err := writeVersion(ctx, tx, set, before.Number+1, access.From(ctx).Person)
	if err != nil {
		return err
	}
	if err := deleteDraft(ctx, tx); err != nil {
		return err
	}
	fresh, gone := differ(before.Rules, v.Rules)
	return s.journal.Record(ctx, tx, events.RulesPublished{Version: v.Number, Rules: len(v.Rules), New: fresh, Gone: gone})
}

// differ counts the rules that came and those that went.
func differ(before, after []int) (fresh, gone int) {
	for _, id := range after {
		if !slices.Contains(before, id) {
			fresh++
		}
	}
	for _, id := range before {
		if !slices.Contains(after, id) {
			gone++
		}
	}
	return fresh, gone
}

func (s *Service) publish(w http.ResponseWriter, r *http.Request) error {
	v := s.view(r)
	err := s.Publish(v.ctx, revisionOf(r), v.world(), s.officeNow(v.ctx))
	if err != nil {
		return s.refusePublishing(w, r, err)
	}
	web.Flash(w, "", "routing.did_publish")
	return web.Go(w, r, rulesAddress)
}

// refusePublishing says above the draft why it does not decide yet.
func (s *Service) refusePublishing(w http.ResponseWriter, r *http.Request, err error) error {
	refused, is := fault.Of(err)
	if !is || refused.Kind != fault.Conflict {
		return err
	}
	web.Flash(w, "", refused.Key)
	return web.Go(w, r, rulesAddress)
}

func (s *Service) discard(w http.ResponseWriter, r *http.Request) error {
	if err := s.db.Write(r.Context(), func(tx *db.Tx) error { return deleteDraft(r.Context(), tx) }); err != nil {
		return err
	}
	web.Flash(w, "", "routing.did_discard")
	return web.Go(w, r, rulesAddress)
}

// versionRow is one version in the list.
type versionRow struct {
	Number          int
	Name, When, Who string
	Count           string
	Fresh, Gone     string
	Live            bool
}

func (s *Service) versionsPage(w http.ResponseWriter, r *http.Request) error {
	v := s.view(r)
	all, err := versions(v.ctx, s.db.Read(v.ctx))
	if err != nil {
		return err
	}
	var rows []versionRow
	for i, one := range all {
		row := versionRow{Number: one.Number, Name: v.l.Say("routing.version", "n", v.l.Number(int64(one.Number))), When: v.l.Moment(one.At),
			Who: s.personName(v.ctx, one), Count: v.l.Number(int64(len(one.Rules))), Live: one.Number == v.b.version, Fresh: "–", Gone: "–"}
		if i+1 < len(all) {
			fresh, gone := differ(all[i+1].Rules, one.Rules)
			row.Fresh, row.Gone = v.l.Number(int64(fresh)), v.l.Number(int64(gone))
		}
		rows = append(rows, row)
	}
	return web.Page(w, r, http.StatusOK, versionsPage(v, rows))
}

// version finds the one in the address.
func (s *Service) version(r *http.Request) (Version, error) {
	n, err := strconv.Atoi(r.PathValue("number"))
	if err != nil {
		return Version{}, fault.New(fault.NotFound, "routing.no_such_version")
	}
	return versionOf(r.Context(), s.db.Read(r.Context()), n)
}

func (s *Service) versionPage(w http.ResponseWriter, r *http.Request) error {
	v := s.view(r)
	one, err := s.version(r)
	if err != nil {
		return err
	}
	return web.Page(w, r, http.StatusOK, versionPage(v, one, v.ruleRows(one.set(v.b.ever))))
}

// restore makes an old version the draft: it is looked at before it decides
// again.
func (s *Service) restore(w http.ResponseWriter, r *http.Request) error {
	v := s.view(r)
	one, err := s.version(r)
	if err != nil {
		return err
	}
	if !v.editor().Has(editsAll) {
		return errNotYours
	}
	d, err := draftOf(v.ctx, s.db.Read(v.ctx))
	if err != nil {
		return err
	}
	err = s.changeDraft(v.ctx, d.Revision, func(d *draft) error { d.Set = one.set(v.b.ever); return nil })
	if err != nil {
		return s.stale(w, r, err)
	}
	web.Flash(w, rulesAddress+"/undo", "routing.did_restore")
	return web.Go(w, r, rulesAddress)
}
