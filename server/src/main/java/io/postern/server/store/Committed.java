package io.postern.server.store;

import io.postern.server.kernel.Revision;

/** A result and the revision at which it holds. */
public record Committed<T>(T value, Revision revision) {}
