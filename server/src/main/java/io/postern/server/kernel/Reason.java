package io.postern.server.kernel;

import java.util.Optional;

/**
 * Why a call was refused, for programs. A test holds this list and the API's {@code ErrorReason}
 * equal.
 */
public enum Reason {
  /** A field has a value it cannot have; the field violation says which and why. */
  INVALID_FIELD,

  /** An enum field has a number, or the message a field, that this server does not know. */
  UNKNOWN_FIELD_VALUE,

  /** A resource name, an id or a DNS name is not well-formed. */
  NAME_MALFORMED,

  /** An update would change a field that is settled at create. */
  FIELD_IMMUTABLE,

  /** A page token is not one of this list with these filters. */
  PAGE_TOKEN_INVALID,

  /**
   * A resume token is not one of this watch with these filters, or what is given as a revision
   * token is none.
   */
  RESUME_TOKEN_INVALID,

  /** A request id was used before with another body. */
  REQUEST_ID_REUSED,

  /** A message is larger than the server takes. */
  MESSAGE_TOO_LARGE,

  /** The deadline passed before the work was begun; nothing was written. */
  DEADLINE_TOO_SHORT,

  /**
   * The deadline passed while the write was under way; it may have been made. Repeat it with the
   * same request id.
   */
  DEADLINE_UNKNOWN_OUTCOME,

  /** The caller did not say who it is, or could not prove it. */
  UNAUTHENTICATED,

  /** The caller may not do this; the action it lacks is named. */
  AUTHORIZATION_FAILED("AuthorizationFailed"),

  /**
   * The caller may do this, but not to a resource it refers to, such as approving its own request
   * at the target.
   */
  LINKED_AUTHORIZATION_FAILED("LinkedAuthorizationFailed"),

  /** The caller may not do this, and naming what it lacks would tell it too much. */
  PERMISSION_DENIED,

  /** A lock on the resource or on something above it forbids the write. */
  SCOPE_LOCKED("ScopeLocked"),

  /** A role that comes with the server cannot be changed or deleted. */
  BUILT_IN_ROLE,

  /** A role cannot be assigned at a scope that it does not name. */
  ROLE_NOT_ASSIGNABLE,

  /** Without this assignment nobody would be left who owns the tenant. */
  LAST_OWNER,

  /** What the reader of a watch may see has changed; it begins anew with a snapshot. */
  RIGHTS_CHANGED,

  /** There is no such resource, or the caller may not see it. */
  RESOURCE_NOT_FOUND("ResourceNotFound"),

  /** There is a resource of this name. */
  RESOURCE_ALREADY_EXISTS,

  /** There is a private endpoint of this name. */
  PRIVATE_ENDPOINT_ALREADY_EXISTS("PrivateEndpointAlreadyExists"),

  /** The resource is not as the caller last saw it. Read it again. */
  ETAG_MISMATCH,

  /** Another claim or write was there first. */
  CONFLICT_ERROR("ConflictError"),

  /** Another write to the resource is being carried out. Repeat it after a moment. */
  ANOTHER_OPERATION_IN_PROGRESS("AnotherOperationInProgress"),

  /** The same for a storage account that is the target. */
  STORAGE_ACCOUNT_OPERATION_IN_PROGRESS("StorageAccountOperationInProgress"),

  /** A passing condition; the same request may succeed after a moment. */
  RETRYABLE_ERROR("RetryableError"),

  /** A resource that is referred to is not ready. Repeat it when it is. */
  REFERENCED_RESOURCE_NOT_PROVISIONED("ReferencedResourceNotProvisioned"),

  /** A connection cannot go from its state where the verb would take it. */
  ILLEGAL_TRANSITION,

  /** A rejected connection cannot be approved, as the policy of the target has it. */
  PRIVATE_ENDPOINT_CONNECTION_STATUS_NOT_PENDING("PrivateEndpointConnectionStatusNotPending"),

  /** The resource is used by others, some of which are named. */
  RESOURCE_IN_USE,

  /** The resource has children that have to be deleted first. */
  CANNOT_DELETE_RESOURCE("CannotDeleteResource"),

  /** A private DNS zone is linked to a virtual network. */
  IN_USE_LINKED_DNS_ZONE("InUseLinkedDnsZone"),

  /** The write would go over a limit. */
  QUOTA_EXCEEDED,

  /** A token is older than the log reaches back. Begin with a snapshot. */
  REVISION_COMPACTED,

  /** A token is newer than what this server has. Repeat it after a moment. */
  REVISION_NOT_REACHED,

  /** The store takes no writes because a write to disk failed; reads and DNS go on. */
  STORE_READ_ONLY,

  /** The store cannot be reached. */
  STORE_UNAVAILABLE,

  /** The store has lost changes that were acknowledged, or cannot be read. */
  STORE_DAMAGED,

  /** The server has a fault; the log says more under this id. */
  INTERNAL,

  /** The endpoint's subscription has not registered the resource provider. */
  MISSING_SUBSCRIPTION_REGISTRATION("MissingSubscriptionRegistration"),

  /** The target's subscription has not registered the resource provider. */
  SUBSCRIPTION_NOT_REGISTERED("SubscriptionNotRegistered"),

  /** No resource provider of the catalogue has this type. */
  NO_REGISTERED_PROVIDER_FOUND("NoRegisteredProviderFound"),

  /** There is no such region, or the type is not offered in it. */
  LOCATION_NOT_AVAILABLE_FOR_RESOURCE_TYPE("LocationNotAvailableForResourceType"),

  /** Two resources have to be in one region and are not. */
  REGION_MISMATCH,

  /** Two resources have to be in one subscription and are not. */
  SUBSCRIPTION_MISMATCH,

  /** The subnet is delegated to a service. */
  PRIVATE_ENDPOINT_CREATION_NOT_ALLOWED_AS_SUBNET_IS_DELEGATED(
      "PrivateEndpointCreationNotAllowedAsSubnetIsDelegated"),

  /** The subnet has network policies that forbid it. */
  PRIVATE_ENDPOINT_CANNOT_BE_CREATED_IN_SUBNET_THAT_HAS_NETWORK_POLICIES_ENABLED(
      "PrivateEndpointCannotBeCreatedInSubnetThatHasNetworkPoliciesEnabled"),

  /** The subnet of a private link service has its privateLinkServiceNetworkPolicies enabled. */
  PRIVATE_LINK_SERVICE_SUBNET_HAS_NETWORK_POLICIES_ENABLED(
      "PrivateLinkServiceCannotBeCreatedInSubnetThatHasNetworkPoliciesEnabled"),

  /** The subnet has not as many free addresses as are needed. */
  SUBNET_FULL,

  /** An address is not in the subnet. */
  ADDRESS_NOT_IN_SUBNET,

  /** An address is held by another resource, or was until a moment ago. */
  ADDRESS_IN_USE,

  /** An address is one of those that are given to nobody. */
  ADDRESS_RESERVED,

  /**
   * There is no such target or alias, or the subscription may not ask it for a connection: the two
   * cannot be told apart.
   */
  PRIVATE_LINK_SERVICE_ID_NOT_VALID("PrivateLinkServiceIdNotValid"),

  /** A target given by alias needs a manual request. */
  MANUAL_REQUIRED_FOR_ALIAS,

  /** The type of the target has no such group. */
  GROUP_ID_UNKNOWN,

  /** A private-link resource needs exactly one group. */
  GROUP_ID_REQUIRED,

  /** A private link service has no groups. */
  GROUP_ID_NOT_ALLOWED,

  /** The group has no such member. */
  MEMBER_UNKNOWN,

  /**
   * The kind of the target takes no private endpoints, such as a storage account that is not
   * general purpose v2.
   */
  TARGET_KIND_UNSUPPORTED,

  /** A private link service needs a standard load balancer. */
  LOAD_BALANCER_NOT_STANDARD,

  /** A load balancer carries at most eight private link services. */
  LOAD_BALANCER_SERVICE_LIMIT,

  /**
   * All private link services of a load balancer have the PROXY protocol on, or all have it off.
   */
  PROXY_PROTOCOL_MISMATCH,

  /** A subscription is listed for automatic approval that is not in visibility. */
  AUTO_APPROVAL_NOT_VISIBLE,

  /** The zone is linked to the virtual network already. */
  ZONE_ALREADY_LINKED,

  /**
   * The virtual network is linked to a zone of the same name, or of an overlapping one with
   * registration.
   */
  NAMESPACE_OVERLAP,

  /** The virtual network is linked with registration to another zone. */
  REGISTRATION_ZONE_EXISTS,

  /** The private endpoint has a zone group. */
  ZONE_GROUP_EXISTS,

  /** No private DNS zone may have this name. */
  ZONE_NAME_RESERVED,

  /** A CNAME and another type would be at one name, or a CNAME at the apex. */
  CNAME_CONFLICT,

  /** The data of a record is not valid for its type. */
  RECORD_INVALID,

  /** A public name belongs to another resource, which is not named. */
  PUBLIC_NAME_TAKEN,

  /** A public name outside the catalogue needs a proof that its domain is the owner's. */
  PUBLIC_NAME_NOT_PROVEN,

  /** Too many calls; the retry info says when to come back. */
  RATE_LIMITED,

  /** The destination of a private link service is the address of a private endpoint. */
  DESTINATION_IS_PRIVATE_ENDPOINT,

  /** A zone file cannot be imported. */
  ZONE_FILE_INVALID,

  /** The catalogue has this resource type already. */
  RESOURCE_TYPE_TAKEN,

  /** The type of the target takes no addresses that the consumer chooses. */
  STATIC_ADDRESS_NOT_SUPPORTED,

  /**
   * A member was added to a resource, and an endpoint that leads to it has no address free for it.
   */
  MEMBER_ADDRESS_UNAVAILABLE,

  /** A security rule has more address prefixes than a rule can have. */
  SECURITY_RULE_PREFIX_LIMIT,

  /** The virtual network is linked to another forwarding ruleset. */
  FORWARDING_RULESET_EXISTS,

  /** What the caller showed is neither a token of this server nor a signed JSON Web Token. */
  CREDENTIAL_MALFORMED,

  /** What the caller showed has expired. */
  CREDENTIAL_EXPIRED,

  /** The token was revoked or rotated, or is of another store. */
  CREDENTIAL_REVOKED,

  /** The server has no key to make the secrets of webhooks with. */
  WEBHOOK_KEY_MISSING,

  /** The caller has too many calls under way; some have to end first. */
  TOO_MANY_CALLS,

  /** Too many streams are open, the caller's or everybody's; some have to end first. */
  TOO_MANY_STREAMS,

  /**
   * A call took longer than the server lets one take. A write may have been made; repeat it with
   * the same request id.
   */
  CALL_TOO_LONG,

  /** What was sent is no message of the method's request type. */
  MESSAGE_MALFORMED;

  private final String azureName;

  Reason() {
    this("");
  }

  Reason(String azureName) {
    this.azureName = azureName;
  }

  /** How Azure calls the same refusal, where it has one. */
  public Optional<String> azureName() {
    return azureName.isEmpty() ? Optional.empty() : Optional.of(azureName);
  }
}
