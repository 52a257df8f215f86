/**
 * Master files (RFC 1035 §5) into zones to serve without a control plane: read as a stream, with
 * the place of everything that is wrong. The zone is served as the file has it, its SOA and name
 * servers included. Imports {@code zone} and {@code name}; dnsjava reads the data of the types that
 * are rare. {@code zonefile} is another thing: text for the control plane's own record sets.
 */
@NullMarked
package io.postern.dns.master;

import org.jspecify.annotations.NullMarked;
