package io.postern.server.traffic.model;

/** Addresses that are known by what they are; a {@link TagSpace} knows which these are. */
public enum ServiceTag {
  VIRTUAL_NETWORK("VirtualNetwork"),
  INTERNET("Internet"),
  AZURE_LOAD_BALANCER("AzureLoadBalancer");

  private final String label;

  ServiceTag(String label) {
    this.label = label;
  }

  /** How Azure writes it. */
  public String label() {
    return label;
  }
}
