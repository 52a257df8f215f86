package io.postern.server.rpc;

/**
 * What every write request carries beside its content.
 *
 * @param requestId makes a repeat of the request safe: it is answered as the first was; empty for
 *     none
 * @param validateOnly answers what would be, and changes nothing
 */
public record WriteOptions(String requestId, boolean validateOnly) {}
