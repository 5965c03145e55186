// Package calendar counts the city's time: when something that was promised in
// "15 working days" is due, and how many working hours have passed.
//
// A Calendar belongs to a unit and is data the city enters: weeks that hold
// from a day on (a winter week, a summer week, a Thursday that opens and closes
// by decree) and exceptions for single days (feasts, half-days, closures that
// were declared the evening before). No country is special here.
//
//	Week from 21 March ─┐
//	Week from 22 Sept. ─┼─▶ Hours(day) ─▶ Due, Worked
//	Exceptions of days ─┘
//
// Four ways to count, as law and custom use them:
//
//	calendar_days  the day of receipt is not counted, feasts are; due at the
//	               last second (23:59:59) of the Nth day
//	working_days   the day of receipt is not counted, nor any day without
//	               opening hours; a half-day is a working day; due when the
//	               Nth working day closes
//	working_hours  the clock runs only while the unit is open
//	hours          the clock always runs
//
// Everything is reckoned on the wall clock of the calendar's zone, so a day on
// which the clocks change has 23 or 25 hours and nobody is an hour late.
package calendar
