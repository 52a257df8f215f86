package io.postern.server.traffic.model;

import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.ResourceName;
import java.util.List;

/**
 * One end of traffic.
 *
 * @param groups the application security groups that whoever has the address is in
 */
public record FlowEnd(IpAddress address, int port, List<ResourceName> groups) {
  public FlowEnd {
    groups = List.copyOf(groups);
  }
}
