package io.postern.cli.demo;

/** The networks of the quickstart, by the name a person knows them under. */
enum Network {
  VNET_A("vnet-a", "subscriptions/contoso-prod/resourceGroups/network"),
  VNET_B("vnet-b", "subscriptions/contoso-prod/resourceGroups/network"),
  VNET_F("vnet-f", "subscriptions/fabrikam-prod/resourceGroups/platform");

  private final String label;
  private final String group;

  Network(String label, String group) {
    this.label = label;
    this.group = group;
  }

  /** The full name of the network. */
  String resourceName() {
    return group + "/providers/Microsoft.Network/virtualNetworks/" + label;
  }

  @Override
  public String toString() {
    return label;
  }
}
