package io.postern.server.traffic.model;

/** Traffic as a packet shows it: from where, to where, of which protocol. */
public record Flow(FlowEnd source, FlowEnd destination, Protocol protocol) {}
