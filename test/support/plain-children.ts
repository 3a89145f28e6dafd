/**
 * Runs before every test file: what tests start prints plain text, wherever the tests run. A runner that was told to
 * colour its output would hand that on to them.
 */
delete process.env['FORCE_COLOR'];
