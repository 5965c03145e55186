package promises

import "mahalle/internal/platform/fields"

// AppendJSON writes the promise for other systems, without the person who is on
// it.
func (p *Promise) AppendJSON(b []byte) []byte {
	return fields.Object(b, func(b []byte) []byte {
		b = fields.Field(b, "of", string(p.Of))
		b = fields.Field(b, "state", string(p.State))
		b = fields.Field(b, "about", p.SubjectKind)
		b = fields.Field(b, "number", p.Label)
		b = fields.Field(b, "subject", p.Topic)
		b = fields.Field(b, "unit", p.Owner.Unit)
		b = fields.Field(b, "post", p.Owner.Post)
		b = fields.Field(b, "district", p.Place.District)
		b = fields.Field(b, "neighbourhood", p.Place.Neighbourhood)
		b = fields.Moment(b, "opened", p.Opened)
		b = fields.Moment(b, "due", p.Due)
		b = fields.Moment(b, "paused", p.PausedAt)
		b = fields.Field(b, "reason", p.Reason)
		b = fields.Number(b, "moved", p.Moved)
		return fields.Moment(b, "ended", p.Ended)
	})
}
