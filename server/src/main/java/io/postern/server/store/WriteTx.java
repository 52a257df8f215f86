package io.postern.server.store;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Revision;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A read view that can also change things. All changes of one call get one revision and happen
 * together or not at all.
 */
public interface WriteTx extends ReadTx {
  /** The revision this write gets when it commits. */
  @Override
  Revision revision();

  /**
   * Stores a new resource, with its references and holds.
   *
   * @param reason why, for the change log
   * @return the resource with its bookkeeping
   * @throws ControlException {@code AlreadyExists} when the name or a held value is taken
   */
  <T extends Resource> T create(T resource, String reason);

  /**
   * Stores a changed resource; unchanged content leaves the stored one, its etag and the log alone.
   */
  <T extends Resource> T update(T resource, String reason);

  /**
   * Deletes a resource with its references, holds and journal.
   *
   * @throws ControlException {@code InUse} with the names of what blocks it
   */
  void delete(Resource resource, String reason);

  @Override
  MutableAddressBook addresses(ResourceName subnet);

  /**
   * The revision at which this write's result holds: its own once it changed something, else the
   * one before.
   */
  Revision reached();

  /** What this write has changed so far, in its order. */
  List<Change> changes();

  /** When this write happens. */
  Instant now();

  /** Adds an entry to the audit that is not of this write itself, such as a refusal. */
  void note(AuditNote note);

  /**
   * Cuts off the oldest entries of the audit, those made before a time, and what nothing else needs
   * of the changes they vouch for.
   *
   * @param limit how many entries at most
   * @return how many were cut off
   */
  int cutAudit(Instant before, int limit);

  /** Adds a line to a resource's journal. */
  void append(ResourceName owner, String body);

  /** Sets where the webhook with this uid is, whoever is delivering for it. */
  void deliver(String uid, Delivery from);

  /** Forgets where a webhook was. */
  void forgetDelivery(String uid);

  /** Keeps a value that nobody holds any more from being given out again for a while. */
  void rest(Resource.Hold hold, Instant until);

  boolean isResting(Resource.Hold hold);

  /** What this caller's earlier request with this id was answered, if it made one. */
  Optional<Remembered> remembered(String caller, String requestId);

  void remember(String caller, String requestId, Remembered answer, Instant expires);

  /**
   * The answer to an earlier request.
   *
   * @param fingerprint of the request's method and body
   */
  @SuppressWarnings("ArrayRecordComponent") // written once, compared by nobody
  record Remembered(String fingerprint, byte[] response) {}

  /** An address book that can be written. */
  interface MutableAddressBook extends AddressBook {
    void addFree(Range range);

    void removeFree(Range range);

    /** Removes every free range that lies within a range. */
    void removeFreeWithin(Range range);

    void hold(IpAddress address, ResourceName owner);

    /** Turns a held address into a resting one. */
    void quarantine(IpAddress address, Instant until);

    /** Removes addresses whose rest is over and returns them. */
    List<IpAddress> expireQuarantine(Instant now);

    /**
     * Moves the addresses of a range that rest here into another book, where they rest on.
     *
     * @return them, the lowest first
     */
    List<IpAddress> moveResting(Range range, ResourceName book);
  }
}
