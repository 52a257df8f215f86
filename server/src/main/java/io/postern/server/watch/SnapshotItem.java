package io.postern.server.watch;

import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.rpc.Protos;
import io.postern.server.store.ReadTx;
import io.postern.v1.Change;
import io.postern.v1.ChangeType;
import java.util.Optional;

/** A value that was there at the revision of a snapshot, with its message. */
record SnapshotItem(WatchedKind kind, ResourceName name, Optional<String> tenant, Change message)
    implements Watched {
  static SnapshotItem of(ReadTx tx, WatchedKind kind, Resource resource, Optional<String> tenant) {
    var message =
        Change.newBuilder()
            .setType(ChangeType.CHANGE_TYPE_SNAPSHOT)
            .setKind(kind.id())
            .setName(resource.name().text())
            .setResource(kind.show(tx, resource))
            .setRevisionToken(resource.meta().updated().token())
            .setChangeTime(Protos.timestamp(resource.meta().updateTime()))
            .build();
    return new SnapshotItem(kind, resource.name(), tenant, message);
  }

  /** Nothing was before: a snapshot has no changes. */
  @Override
  public Change message(boolean withPrevious) {
    return message;
  }
}
