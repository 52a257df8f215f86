/**
 * JSON Web Tokens of issuers (RFC 7519): their keys, from a file or fetched, and what makes a token
 * count. The one user of the JOSE library.
 */
@NullMarked
package io.postern.server.identity.jwt;

import org.jspecify.annotations.NullMarked;
