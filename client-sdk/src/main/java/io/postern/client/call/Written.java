package io.postern.client.call;

/**
 * The answer to a write.
 *
 * @param value the resource as it is after the write, with the fields the server fills in
 * @param revisionToken the revision of the write, opaque. When the call returns, the server that
 *     took it has it on disk, in its DNS and in its watches
 */
public record Written<R>(R value, String revisionToken) {}
