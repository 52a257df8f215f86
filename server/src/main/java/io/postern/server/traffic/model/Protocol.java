package io.postern.server.traffic.model;

/** A protocol above IP. */
public enum Protocol {
  TCP,
  UDP
}
