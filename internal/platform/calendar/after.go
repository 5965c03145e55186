package calendar

import "time"

// After is the moment when so much open time has passed since a moment. No open
// time at all leaves the moment as it is.
func (c *Calendar) After(from time.Time, working time.Duration) time.Time {
	if working <= 0 {
		return from
	}
	return c.afterWorking(from, working)
}
