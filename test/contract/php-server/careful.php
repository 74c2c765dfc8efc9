<?php
// HTTP Basic as RFC 7617 has it, for the server that comes with PHP: php -S 127.0.0.1:8000 careful.php
declare(strict_types=1);

const SECRETS = ['partner' => 's3cret', 'colonist' => 's3:cr:et'];

/** The id and the secret of an Authorization header; null where it cannot be read. */
function pairOf(string $header): ?array
{
    if (!preg_match('/^basic +([A-Za-z0-9+\/]+=*)$/iD', $header, $found)) {
        return null;
    }
    $text = base64_decode($found[1], true);
    if ($text === false || base64_encode($text) !== $found[1]) {
        return null;
    }
    if (preg_match('//u', $text) !== 1 || preg_match('/\p{Cc}/u', $text) || !str_contains($text, ':')) {
        return null;
    }
    return explode(':', $text, 2);
}

function allowed(string $header): bool
{
    $pair = pairOf($header);
    if ($pair === null) {
        return false;
    }
    [$id, $secret] = $pair;
    // A key that is digits alone is a number in an array of PHP: none of these is.
    $known = array_key_exists($id, SECRETS);
    return hash_equals(hash('sha256', SECRETS[$id] ?? ''), hash('sha256', $secret)) && $known;
}

header('Content-Type: application/json');
if (allowed($_SERVER['HTTP_AUTHORIZATION'] ?? '')) {
    echo '{"orders": []}';
    return;
}
http_response_code(401);
header('Cache-Control: no-store');
header('WWW-Authenticate: Basic realm="Orders", charset="UTF-8"');
echo '{"message": "The credentials are missing, malformed or wrong."}';
