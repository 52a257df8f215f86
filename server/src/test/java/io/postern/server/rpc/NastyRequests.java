package io.postern.server.rpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import java.util.List;
import java.util.Random;

/** Requests of any type, filled with values that are nearly right, plainly wrong or extreme. */
final class NastyRequests {
  private static final int DEEPEST = 4;
  private static final String GROUP = "subscriptions/contoso/resourceGroups/net";
  private static final String NETWORK = GROUP + "/providers/Microsoft.Network/";
  private static final List<String> TEXTS =
      List.of(
          "",
          "x",
          "*",
          "/",
          "r-1",
          "r99999999999999999999",
          "-1",
          "a\tb\nc\u0000",
          "ünïcode",
          "\uD83D\uDE00",
          "x".repeat(300),
          ".".repeat(40),
          "a.".repeat(120),
          "eastus",
          "10.1.0.0/16",
          "10.1.0.5",
          "fd00::/64",
          "::ffff:10.0.0.1",
          "999.1.1.1/99",
          "contoso",
          "subscriptions/contoso",
          "subscriptions//x",
          GROUP,
          "/" + GROUP,
          GROUP + "/providers/Microsoft.Storage/storageAccounts/acct",
          GROUP + "/providers/Microsoft.Storage/storageAccounts/acct/privateEndpointConnections/c",
          NETWORK + "virtualNetworks/vnet-a",
          NETWORK + "virtualNetworks/vnet-a/subnets/default",
          NETWORK + "virtualNetworks/vnet-a/virtualNetworkPeerings/p",
          NETWORK + "privateEndpoints/pe",
          NETWORK + "privateEndpoints/pe/privateDnsZoneGroups/default",
          NETWORK + "privateLinkServices/web",
          NETWORK + "privateDnsZones/contoso.com",
          NETWORK + "privateDnsZones/contoso.com/A/www",
          NETWORK + "privateDnsZones/contoso.com/virtualNetworkLinks/l",
          NETWORK + "loadBalancers/lb",
          NETWORK + "networkInterfaces/nic",
          "Microsoft.Storage/storageAccounts",
          "Microsoft.Network/privateLinkServices",
          "Microsoft.Network",
          "blob",
          "www.contoso.com.",
          "web.00000000-0000-4000-8000-000000000001.eastus.azure.privatelinkservice",
          "\"1\"",
          "bmV0d29yawoK");

  private final Random random;

  NastyRequests(Random random) {
    this.random = random;
  }

  DynamicMessage of(Descriptor type) {
    return of(type, 0);
  }

  private DynamicMessage of(Descriptor type, int depth) {
    var message = DynamicMessage.newBuilder(type);
    for (var field : type.getFields()) {
      if (random.nextInt(4) == 0) continue;
      boolean nested = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
      if (nested && depth == DEEPEST) continue;
      if (!field.isRepeated()) {
        message.setField(field, value(field, depth));
        continue;
      }
      for (int i = random.nextInt(3); i > 0; i--)
        message.addRepeatedField(field, value(field, depth));
    }
    return message.build();
  }

  private Object value(FieldDescriptor field, int depth) {
    return switch (field.getJavaType()) {
      case STRING -> TEXTS.get(random.nextInt(TEXTS.size()));
      case BOOLEAN -> random.nextBoolean();
      case INT -> List.of(0, 1, -1, 5, 300, Integer.MAX_VALUE, Integer.MIN_VALUE).get(pick(7));
      case LONG -> List.of(0L, 1L, -1L, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE).get(pick(6));
      case FLOAT -> random.nextFloat();
      case DOUBLE -> random.nextDouble();
      case BYTE_STRING -> ByteString.copyFromUtf8(TEXTS.get(random.nextInt(TEXTS.size())));
      case ENUM -> field.getEnumType().findValueByNumberCreatingIfUnknown(random.nextInt(9) - 1);
      case MESSAGE -> of(field.getMessageType(), depth + 1);
    };
  }

  private int pick(int bound) {
    return random.nextInt(bound);
  }
}
