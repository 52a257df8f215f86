package io.postern.server.endpoint;

import io.postern.server.connection.model.Connection;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.ResourceName;
import io.postern.server.link.model.Catalogue;
import io.postern.server.link.model.ConnectionPolicy;
import io.postern.server.link.model.Member;
import io.postern.server.link.model.Member.MemberName;
import io.postern.server.link.model.PrivateLinkResource;
import io.postern.server.link.model.PrivateLinkService;
import io.postern.server.store.ReadTx;
import java.util.List;

/** What an endpoint connects to, whichever of the two kinds it is. */
sealed interface Target {
  String FIELD = "private_endpoint.private_link_service_connection";

  /** Azure takes shorter request messages for SQL servers. */
  int MAX_SQL_MESSAGE = 128;

  String SQL_SERVER = "Microsoft.Sql/servers";

  ResourceName name();

  Kind<?> kind();

  ConnectionPolicy policy();

  boolean approvesAtOnce(ResourceName subscription);

  /** Whether a subscription may ask at all. */
  boolean admits(ResourceName subscription);

  /**
   * The members an endpoint gets addresses for.
   *
   * @param catalogue knows older spellings of groups
   */
  List<Member> members(List<String> groupIds, Catalogue catalogue);

  /**
   * Finds a target by name.
   *
   * @throws ControlException {@code InvalidArgument} when there is none; whose it would be plays no
   *     part
   */
  static Target named(ReadTx tx, ResourceName name, String field) {
    if (Connection.isService(name)) {
      return tx.find(PrivateLinkService.KIND, name)
          .<Target>map(Service::new)
          .orElseThrow(() -> unknownService(field));
    }
    return tx.find(PrivateLinkResource.KIND, PrivateLinkResource.KIND.require(name, field))
        .<Target>map(ToResource::new)
        .orElseThrow(() ->
            ControlException.invalid(
                Reason.PRIVATE_LINK_SERVICE_ID_NOT_VALID,
                field,
                "There is no private-link resource '" + name + "'; check the name."));
  }

  /** The same, for a subscription that asks: one that may not ask is told what a stranger is. */
  static Target open(ReadTx tx, ResourceName name, ResourceName subscription, String field) {
    var target = named(tx, name, field);
    if (!target.admits(subscription)) throw unknownService(field);
    return target;
  }

  /** Refuses a region that the target cannot be reached from; most are reached from everywhere. */
  default void requireReach(String region, String field) {}

  /** Refuses a request message that is too long for the target. */
  default void requireMessage(String message, String field) {
    boolean sql = name().armType().equalsIgnoreCase(SQL_SERVER);
    Connection.message(message, sql ? MAX_SQL_MESSAGE : Connection.MAX_MESSAGE, field);
  }

  static ControlException unknownService(String field) {
    return ControlException.invalid(
        Reason.PRIVATE_LINK_SERVICE_ID_NOT_VALID,
        field,
        "There is no such private link service, or it does not take your requests; ask its owner.");
  }

  /** A private link service. */
  record Service(PrivateLinkService service) implements Target {
    @Override
    public ResourceName name() {
      return service.name();
    }

    @Override
    public Kind<?> kind() {
      return PrivateLinkService.KIND;
    }

    @Override
    public ConnectionPolicy policy() {
      return service.connectionPolicy();
    }

    @Override
    public boolean approvesAtOnce(ResourceName subscription) {
      return service.approvesAtOnce(subscription);
    }

    @Override
    public boolean admits(ResourceName subscription) {
      return !service.restricted() || service.showsTo(subscription);
    }

    /** Azure: what is reached without a load balancer is reached within its region. */
    @Override
    public void requireReach(String region, String field) {
      if (service.destination().isEmpty() || service.region().equals(region)) return;
      throw ControlException.invalid(
          Reason.REGION_MISMATCH,
          field,
          "This service has no load balancer and takes endpoints of its own region only, "
              + service.region()
              + "; not of "
              + region
              + ".");
    }

    @Override
    public List<Member> members(List<String> groupIds, Catalogue catalogue) {
      if (!groupIds.isEmpty()) {
        throw ControlException.invalid(
            Reason.GROUP_ID_NOT_ALLOWED,
            FIELD + ".group_ids",
            "A private link service has no groups; leave group_ids empty.");
      }
      var names = service.fqdns().stream().map(fqdn -> new MemberName(fqdn, "", "")).toList();
      return List.of(new Member("", "", names, List.of()));
    }
  }

  /** A private-link resource. */
  record ToResource(PrivateLinkResource resource) implements Target {
    /**
     * Endpoints lead only to storage accounts of the kind general purpose v2, which is also the
     * usual one.
     */
    private static final String STORAGE = "Microsoft.Storage/storageAccounts";

    private static final List<String> STORAGE_KINDS = List.of("", "StorageV2");

    @Override
    public ResourceName name() {
      return resource.name();
    }

    @Override
    public Kind<?> kind() {
      return PrivateLinkResource.KIND;
    }

    @Override
    public ConnectionPolicy policy() {
      return resource.connectionPolicy();
    }

    @Override
    public boolean approvesAtOnce(ResourceName subscription) {
      return false;
    }

    @Override
    public boolean admits(ResourceName subscription) {
      return true;
    }

    @Override
    public List<Member> members(List<String> groupIds, Catalogue catalogue) {
      requireKind();
      if (groupIds.size() != 1) {
        throw ControlException.invalid(
            Reason.GROUP_ID_REQUIRED,
            FIELD + ".group_ids",
            "Name exactly one group of the target: " + groups() + ".");
      }
      var members = resource.members(groupIds.getFirst());
      if (members.isEmpty()) members = inOlderSpelling(groupIds.getFirst(), catalogue);
      if (!members.isEmpty()) return members;
      throw ControlException.invalid(
          Reason.GROUP_ID_UNKNOWN,
          FIELD + ".group_ids[0]",
          "'"
              + groupIds.getFirst()
              + "' is no group of "
              + resource.type()
              + "; it has "
              + groups()
              + ".");
    }

    private List<Member> inOlderSpelling(String groupId, Catalogue catalogue) {
      return catalogue
          .group(resource.type(), groupId)
          .map(group -> resource.members(group.groupId(resource.placeholders())))
          .orElse(List.of());
    }

    private void requireKind() {
      boolean storage = resource.type().equalsIgnoreCase(STORAGE);
      if (!storage
          || STORAGE_KINDS.stream().anyMatch(kind -> kind.equalsIgnoreCase(resource.variant())))
        return;
      throw ControlException.precondition(
          Problem.inField(
                  Reason.TARGET_KIND_UNSUPPORTED,
                  FIELD + ".target",
                  "A storage account of kind "
                      + resource.variant()
                      + " takes no endpoints; it has to be general purpose v2.")
              .with("kind", resource.variant())
              .with("allowed", "StorageV2"));
    }

    private String groups() {
      return String.join(
          ", ", resource.members().stream().map(Member::groupId).distinct().toList());
    }
  }
}
