/**
 * What every RPC goes through: interceptors, the mapping of errors, paging, remembered request ids,
 * the server itself.
 */
@NullMarked
package io.postern.server.rpc;

import org.jspecify.annotations.NullMarked;
