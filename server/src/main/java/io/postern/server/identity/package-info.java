/**
 * Who calls: by an API token, a JSON Web Token of an issuer, or the certificate of the connection.
 * Tokens are made, changed and revoked here. Imported by {@code app} alone.
 */
@NullMarked
package io.postern.server.identity;

import org.jspecify.annotations.NullMarked;
