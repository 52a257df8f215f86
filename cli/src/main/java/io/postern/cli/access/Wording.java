package io.postern.cli.access;

/** What the help of several commands says in the same words. */
final class Wording {
  static final String CALLERS =
      "The id of a caller, such as alice@contoso; * is every caller of the tenant.";

  static final String SCOPE =
      "tenants/{tenant}, subscriptions/{subscription}, a resource group or a resource, by its"
          + " full name.";

  private Wording() {}
}
