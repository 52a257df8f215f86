package io.postern.server.reach.model;

import io.postern.server.traffic.model.Flow;
import io.postern.server.traffic.model.Protocol;

/** Everything a decision rests on, as it was at one revision. */
public record Situation(Source source, Destination destination, Protocol protocol) {
  public Flow flow() {
    return new Flow(source.end(), destination.end(), protocol);
  }
}
