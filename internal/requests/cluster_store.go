package requests

import (
	"context"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/journal"
	"mahalle/internal/platform/db"
	"mahalle/internal/promises"
)

// membersOf lists the requests a lead leads, the eldest first.
func membersOf(ctx context.Context, q db.Query, lead city.ID) ([]Request, error) {
	return db.All(ctx, q, scan, `SELECT `+columns+` FROM requests_requests
		WHERE tenant_id = $1 AND lead <> '' AND lead = $2 ORDER BY id`, q.Tenant(), lead)
}

// marks are by what somebody is known again: a telephone, an address, a browser.
type marks [3]string

// peopleOf counts who stands behind a lead and its members: those who asked and
// those who joined, each once however often they said so.
func peopleOf(ctx context.Context, q db.Query, lead city.ID) (int, error) {
	all, err := db.All(ctx, q, func(r db.Row) (marks, error) {
		var m marks
		err := r.Scan(&m[0], &m[1], &m[2])
		return m, err
	}, `SELECT coalesce(c.phone, ''), coalesce(c.email, ''), '' FROM requests_requests r
		LEFT JOIN requests_contacts c ON c.tenant_id = r.tenant_id AND c.request = r.id
		WHERE r.tenant_id = $1 AND r.id IN (`+behind+`)
		UNION ALL
		SELECT '', email, visitor FROM requests_joins WHERE tenant_id = $1 AND request IN (`+behind+`)`, q.Tenant(), lead)
	return headsIn(all), err
}

// behind are a lead, its members and what was merged into them.
const behind = `SELECT id FROM requests_requests WHERE tenant_id = $1 AND id = $2
	UNION SELECT id FROM requests_requests WHERE tenant_id = $1 AND lead <> '' AND lead = $2
	UNION SELECT id FROM requests_requests WHERE tenant_id = $1 AND merged_into <> '' AND merged_into = $2
	UNION SELECT d.id FROM requests_requests d JOIN requests_requests m ON m.tenant_id = d.tenant_id AND m.id = d.merged_into
		WHERE d.tenant_id = $1 AND d.merged_into <> '' AND m.lead <> '' AND m.lead = $2`

// headsIn counts each person once. Who left nothing to be known by is somebody else.
func headsIn(all []marks) (people int) {
	known := make(map[string]bool, len(all))
	for _, m := range all {
		again := false
		for kind, mark := range m {
			again = again || mark != "" && known[string(rune(kind))+mark]
		}
		for kind, mark := range m {
			if mark != "" {
				known[string(rune(kind))+mark] = true
			}
		}
		if !again {
			people++
		}
	}
	return people
}

// unitBefore is the unit a member had before it was put to another; the unit of
// its lead where the journal does not say.
func (s *Service) unitBefore(ctx context.Context, q db.Query, m *Request) (unit, department string, err error) {
	all, err := journal.Of(ctx, q, m.ID, mostHistory)
	unit, department = m.Unit, m.Department
	for _, e := range all { // the newest first; the first time it was put to another counts
		switch e.Kind {
		case events.RequestUnclustered{}.Kind():
			return unit, department, err
		case events.RequestClustered{}.Kind():
			var was events.RequestClustered
			if err := e.Read(&was); err != nil {
				return "", "", err
			}
			if was.Before != nil {
				unit, department = was.Before.Unit, was.Before.Department
			}
		}
	}
	return unit, department, err
}

// ownDate is when a member's own repair was promised; zero when none was.
func ownDate(ctx context.Context, q db.Query, m *Request) (time.Time, error) {
	all, err := promises.About(ctx, q, m.ID)
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].Of == promises.Repair {
			return all[i].Due, err
		}
	}
	return time.Time{}, err
}
