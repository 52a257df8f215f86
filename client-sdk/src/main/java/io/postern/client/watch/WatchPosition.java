package io.postern.client.watch;

/**
 * How far a watch has come.
 *
 * @param resumeToken what to begin a later watch with the same filters at, to get what comes after
 *     this and nothing before; opaque
 * @param revisionToken the revision through which everything has been told; opaque
 */
public record WatchPosition(String resumeToken, String revisionToken) {}
