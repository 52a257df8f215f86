package io.postern.server.watch;

import com.google.protobuf.ByteString;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Revision;
import io.postern.server.rpc.Protos;
import io.postern.server.store.Change;
import io.postern.server.store.ReadTx;
import io.postern.v1.ChangeType;
import io.postern.v1.WatchedResource;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A change with its message, which is made once for all watches.
 *
 * <p>Safe for use by many threads. When two map it at once, each mapping is right and one is kept.
 */
final class WatchedChange implements Watched {
  private final Change change;
  private final WatchedKind kind;
  private volatile io.postern.v1.@Nullable Change message;
  private volatile io.postern.v1.@Nullable Change messageWithPrevious;
  private volatile @Nullable ByteString written;
  private volatile @Nullable ByteString writtenWithPrevious;

  WatchedChange(Change change, WatchedKind kind) {
    this.change = change;
    this.kind = kind;
  }

  Revision revision() {
    return change.revision();
  }

  @Override
  public WatchedKind kind() {
    return kind;
  }

  @Override
  public ResourceName name() {
    return change.name();
  }

  @Override
  public Optional<String> tenant() {
    return change.tenant();
  }

  boolean isMapped(boolean withPrevious) {
    return (withPrevious ? messageWithPrevious : message) != null;
  }

  void map(ReadTx tx, boolean withPrevious) {
    var mapped = message;
    if (mapped == null) {
      mapped = message(tx);
      message = mapped;
    }
    if (!withPrevious) return;
    var full = mapped.toBuilder();
    change.before().ifPresent(before -> full.setPrevious(kind.show(tx, before)));
    messageWithPrevious = full.build();
  }

  @Override
  public io.postern.v1.Change message(boolean withPrevious) {
    return Objects.requireNonNull(withPrevious ? messageWithPrevious : message);
  }

  /** Written once for all watches. */
  @Override
  public ByteString written(boolean withPrevious) {
    var before = withPrevious ? writtenWithPrevious : written;
    if (before != null) return before;
    var now = message(withPrevious).toByteString();
    if (withPrevious) writtenWithPrevious = now;
    else written = now;
    return now;
  }

  private io.postern.v1.Change message(ReadTx tx) {
    var built =
        io.postern.v1.Change.newBuilder()
            .setType(
                switch (change.operation()) {
                  case CREATED -> ChangeType.CHANGE_TYPE_ADDED;
                  case UPDATED -> ChangeType.CHANGE_TYPE_MODIFIED;
                  case DELETED -> ChangeType.CHANGE_TYPE_DELETED;
                })
            .setKind(kind.id())
            .setName(change.name().text())
            .setRevisionToken(change.revision().token())
            .setActor(change.actor())
            .setChangeTime(Protos.timestamp(change.time()))
            .setReason(change.reason());
    value(tx).ifPresent(built::setResource);
    return built.build();
  }

  private Optional<WatchedResource> value(ReadTx tx) {
    return change.operation() == Change.Operation.DELETED
        ? Optional.empty()
        : Optional.of(kind.show(tx, change.resource()));
  }
}
