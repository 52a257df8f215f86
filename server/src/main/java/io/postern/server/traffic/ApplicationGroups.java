package io.postern.server.traffic;

import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.rpc.ResourceWrites;
import io.postern.server.store.WriteTx;
import io.postern.server.traffic.model.ApplicationSecurityGroup;
import jakarta.inject.Inject;

/** The use cases that create, change and delete application security groups. */
final class ApplicationGroups implements ResourceWrites<ApplicationSecurityGroup> {
  private final Writes writes;

  @Inject
  ApplicationGroups(Writes writes) {
    this.writes = writes;
  }

  @Override
  public ApplicationSecurityGroup create(
      WriteTx tx, RequestContext context, ApplicationSecurityGroup wanted) {
    return writes.create(tx, context, wanted);
  }

  @Override
  public ApplicationSecurityGroup update(
      WriteTx tx, RequestContext context, ApplicationSecurityGroup wanted, String etag) {
    var current = writes.current(tx, context, ApplicationSecurityGroup.KIND, wanted.name(), etag);
    Writes.requireSame(
        current.region().equals(wanted.region()), "application_security_group.region");
    return tx.update(wanted, "updated");
  }

  @Override
  public void delete(WriteTx tx, RequestContext context, ResourceName name, String etag) {
    writes.delete(tx, context, ApplicationSecurityGroup.KIND, name, etag);
  }
}
