/// The storage regions that the service names (vod-api 10). The list grows there, so a name outside it is a warning only.
enum StorageRegions {
    static let known = [
        "ap-beijing", "ap-shanghai", "ap-guangzhou", "ap-chongqing", "ap-beijing-1", "ap-nanjing", "ap-chengdu",
        "ap-hongkong", "ap-taipei", "ap-singapore", "ap-jakarta", "ap-seoul", "ap-bangkok", "ap-tokyo",
        "na-siliconvalley", "na-ashburn", "sa-saopaulo", "eu-frankfurt", "ap-mumbai", "na-toronto", "eu-moscow",
    ]
}
