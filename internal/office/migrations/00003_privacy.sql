-- +goose Up
-- Who may change units and roles may answer who asks about their own data, until
-- the city gives that to somebody else.
INSERT INTO office_role_permissions (tenant_id, role, permission)
	SELECT tenant_id, role, 'privacy.answer' FROM office_role_permissions WHERE permission = 'office.admin';

-- +goose Down
DELETE FROM office_role_permissions WHERE permission = 'privacy.answer';
