"""What happens to each kind of goods between the field and the shelf.

A step is (stage, day after the harvest, from, to, title, title in English, note, note in English,
where). Notes may name {fresh}, {bulk}, {packs}, {pack}, {people}, {who}, {area}, {flower}. `where`
is "area", "shop" (the workshop), "lab" or "store".
"""

from typing import NamedTuple


class Step(NamedTuple):
    stage: str
    day: int
    start: str
    end: str
    title: str
    title_en: str
    note: str
    note_en: str
    where: str = "shop"


def _test(day: int, what: str, what_en: str) -> Step:
    return Step("test", day, "14:00", "15:00", "Kiểm nghiệm", "Laboratory test", what, what_en, "lab")


def _pack(day: int) -> Step:
    return Step("pack", day, "08:00", "10:30", "Đóng gói, dán tem", "Packing and labelling", "{packs} {pack}, {packs} tem. {witness}", "{packs} packs, {packs} labels. {witness_en}")


def _ship(day: int) -> Step:
    return Step("ship", day, "10:40", "", "Rời kho", "Leaves the store", "Bưu điện nhận {part} {pack} đợt đầu.", "The post takes the first {part} packs.", "store")


RESIDUE = ("Soi dư lượng thuốc bảo vệ thực vật trên mẫu lấy từ lô.", "Residues of plant protection products, on a sample of the lot.")
MICROBES = ("Vi sinh và kim loại nặng trên mẫu lấy từ lô.", "Microbes and heavy metals, on a sample of the lot.")

GREEN = (
    Step("harvest", 0, "05:10", "08:40", "{pick}", "{pick_en}", "{people} người hái, {fresh} kg búp tươi. {area}, còn sương.", "{people} pickers, {fresh} kg of fresh leaf. {area}, in the dew.", "area"),
    Step("wither", 0, "09:30", "11:50", "Làm héo trên nong", "Withering on bamboo trays", "2 giờ 20 phút, mái lá, đảo hai lần.", "2 hours 20 minutes under thatch, turned twice."),
    Step("fix", 0, "12:05", "13:00", "Diệt men", "Fixing", "{heat}", "{heat_en}"),
    Step("roll", 0, "13:10", "13:50", "Vò", "Rolling", "Hai lượt, mỗi lượt 12–15 phút, rũ tơi giữa chừng.", "Twice, 12–15 minutes each, loosened in between."),
    Step("dry", 0, "14:10", "17:20", "Sao khô", "Firing dry", "{who} đứng chảo.", "{who_en} at the pan."),
    Step("aroma", 0, "17:40", "19:20", "Lấy hương", "Finishing the aroma", "Lửa nhỏ, sàng bỏ vụn, được {bulk} kg chè khô.", "Low fire, dust sifted out: {bulk} kg of dry tea."),
    _test(2, *RESIDUE),
    _pack(3),
    _ship(11),
)
BLACK = (
    GREEN[0],
    Step("wither", 0, "09:30", "23:30", "Làm héo dài", "Long withering", "14 giờ trên giàn gió, lá mềm như khăn.", "14 hours on the wind rack, soft as cloth."),
    Step("roll", 1, "06:00", "07:20", "Vò", "Rolling", "Vò lạnh hai lượt cho dập tế bào.", "Cold-rolled twice to bruise the cells."),
    Step("process", 1, "07:40", "13:40", "Lên men", "Oxidation", "6 giờ, 25 độ, ẩm chín lăm phần trăm.", "Six hours at 25 degrees, 95 % humidity."),
    Step("dry", 1, "14:00", "17:30", "Sấy", "Drying", "Sấy hai lượt, {who} trông lò, được {bulk} kg.", "Dried twice, {who_en} at the oven: {bulk} kg."),
    _test(3, *RESIDUE),
    _pack(5),
    _ship(12),
)
OOLONG = (
    GREEN[0],
    Step("wither", 0, "09:30", "11:30", "Héo nắng", "Sun withering", "Nắng nhẹ qua lưới, sau vào bóng mát.", "Mild sun through a net, then shade."),
    Step("process", 0, "15:00", "23:50", "Quay hương", "Tossing", "Bốn lượt quay, nghỉ giữa từng lượt.", "Tossed four times with a rest between."),
    Step("fix", 1, "02:00", "03:00", "Diệt men", "Fixing", "Khi mép lá vừa đỏ.", "When the edges have just turned red."),
    Step("roll", 1, "06:00", "11:00", "Vò bọc vải", "Cloth rolling", "Hai mươi lượt, sấy dở giữa chừng.", "Twenty rounds, half-dried in between."),
    Step("dry", 1, "13:00", "17:30", "Sấy khô", "Drying", "Sấy chậm, {who} trông lò, được {bulk} kg.", "Slowly, {who_en} at the oven: {bulk} kg."),
    _test(3, *RESIDUE),
    _pack(5),
    _ship(13),
)
WHITE_TEA = (
    Step("harvest", 0, "06:00", "09:30", "Hái tôm bằng thang", "Picking buds from ladders", "{people} người, {fresh} kg tôm tươi. {area}.", "{people} pickers, {fresh} kg of fresh buds. {area}.", "area"),
    Step("wither", 0, "10:30", "17:00", "Rải nong hong gió", "Spread to wither", "Rải mỏng một lớp, không đảo.", "One thin layer, not turned."),
    Step("dry", 3, "08:00", "15:00", "Hong khô", "Dried by wind", "Ba ngày gió núi, {who} canh mưa, được {bulk} kg.", "Three days of mountain wind, {who_en} watching for rain: {bulk} kg."),
    _test(5, *RESIDUE),
    _pack(7),
    _ship(15),
)
CAKE = (
    WHITE_TEA[0]._replace(title="Hái một tôm hai lá", title_en="Picking bud and two leaves", note="{people} người, {fresh} kg búp tươi. {area}.", note_en="{people} pickers, {fresh} kg of fresh leaf. {area}."),
    Step("fix", 0, "13:00", "14:00", "Diệt men nhẹ", "Light fixing", "Chảo gang, lửa vừa.", "Cast-iron pan, medium fire."),
    Step("roll", 0, "14:30", "15:10", "Vò", "Rolling", "Một lượt, giữ cánh to.", "Once, keeping the leaf large."),
    Step("dry", 1, "08:00", "16:30", "Phơi nắng", "Sun drying", "Một nắng, được {bulk} kg chè thô.", "One day of sun: {bulk} kg of raw tea."),
    Step("process", 4, "08:00", "16:00", "Hấp và ép bánh", "Steaming and pressing", "Ép cối đá, hong gió mười ngày. {who} ép.", "Pressed under stone, ten days in the wind. {who_en} at the press."),
    _test(15, *RESIDUE),
    _pack(16),
    _ship(24),
)
SCENTED = (
    Step("receipt", 0, "15:00", "16:00", "Nhận hoa tươi", "Fresh flowers received", "{fresh} kg hoa {flower}, hái trong ngày.", "{fresh} kg of {flower_en}, picked the same day."),
    Step("receipt", 0, "16:10", "16:40", "Nhận chè nền", "Base tea received", "Chè sấy kiệt của vùng Phúc Trìu, có mã lô.", "Bone-dry Phúc Trìu tea with its lot code."),
    Step("scent", 0, "19:00", "23:50", "Ướp lần đầu", "First scenting", "Một lớp chè một lớp hoa, ủ kín.", "Layer of tea, layer of flowers, covered."),
    Step("dry", 1, "08:00", "10:00", "Sàng hoa, sấy lại", "Sifting and drying", "Bỏ xác hoa, sấy dưới 60 độ.", "Spent flowers out, dried below 60 degrees."),
    Step("scent", 2, "19:00", "23:50", "Ướp tiếp", "Scented again", "Thay hoa mới, {who} trông hương.", "Fresh flowers, {who_en} minding the scent."),
    Step("dry", 3, "08:00", "11:00", "Sấy khô lần cuối", "Last drying", "Được {bulk} kg trà thành phẩm.", "{bulk} kg of finished tea."),
    _test(5, *RESIDUE),
    _pack(7),
    _ship(14),
)
POWDER = (
    GREEN[0],
    Step("fix", 0, "10:00", "10:40", "Hấp hơi nước", "Steaming", "20 giây mỗi mẻ, quạt nguội ngay.", "20 seconds a load, cooled at once."),
    Step("dry", 0, "11:00", "15:00", "Sấy, tách gân", "Drying, removing veins", "Được phiến lá khô.", "Leaving dry leaf flakes."),
    Step("process", 1, "08:00", "17:00", "Nghiền lạnh", "Cold milling", "Dưới 30 độ, {who} trông máy, được {bulk} kg bột.", "Below 30 degrees, {who_en} at the mill: {bulk} kg of powder."),
    _test(3, *RESIDUE),
    _pack(4),
    _ship(10),
)
BAGS = (
    Step("harvest", 0, "07:00", "11:00", "Thu nguyên liệu", "Gathering", "{fresh} kg tươi. {area}.", "{fresh} kg fresh. {area}.", "area"),
    Step("dry", 0, "13:00", "17:30", "Sấy khô", "Drying", "Sấy dưới 60 độ, được {bulk} kg.", "Dried below 60 degrees: {bulk} kg."),
    Step("process", 2, "08:00", "16:00", "Cắt và đóng túi lọc", "Cutting and bagging", "{who} trông máy.", "{who_en} at the machine."),
    _test(4, *RESIDUE),
    _pack(5),
    _ship(12),
)
GATHERED = (
    Step("receipt", 0, "08:00", "10:00", "Nhận các lô", "Lots received", "Nhận chè đã đóng của từng vùng, đối chiếu mã lô.", "Packed teas of each land received and checked against their lots.", "store"),
    Step("sort", 0, "10:30", "11:30", "Kiểm mẫu", "Samples checked", "{who} nếm và lưu mẫu.", "{who_en} tasted and kept samples."),
    _pack(2),
    _ship(9),
)
NOODLES = (
    Step("receipt", -3, "07:00", "11:00", "Nhận củ, gạo", "Roots and grain received", "{fresh} kg nguyên liệu, rửa sạch.", "{fresh} kg of raw material, washed."),
    Step("process", -2, "07:00", "16:00", "Nghiền, lọc bột", "Milling and washing starch", "Lọc nhiều nước, lắng qua đêm.", "Washed many times and settled overnight."),
    Step("process", 0, "05:30", "10:30", "Tráng và cắt sợi", "Steaming and cutting", "{who} trông nồi.", "{who_en} at the steamer."),
    Step("dry", 0, "11:00", "17:00", "Phơi", "Sun drying", "Phơi phên nứa, được {bulk} kg.", "On bamboo racks: {bulk} kg."),
    _test(1, *MICROBES),
    _pack(2),
    _ship(6),
)
RICE = (
    Step("harvest", 0, "07:00", "16:00", "Gặt", "Cutting", "{fresh} kg thóc tươi. {area}.", "{fresh} kg of fresh paddy. {area}.", "area"),
    Step("dry", 1, "08:00", "17:00", "Sấy thóc", "Drying the paddy", "Dưới 45 độ đến ẩm 14 %.", "Below 45 degrees, to 14 % moisture."),
    Step("process", 3, "08:00", "15:00", "Xát", "Milling", "{who} chạy máy, được {bulk} kg gạo.", "{who_en} at the mill: {bulk} kg of rice."),
    _test(4, *RESIDUE),
    _pack(5),
    _ship(8),
)
HONEY = (
    Step("harvest", 0, "06:30", "10:30", "Quay mật", "Honey taken", "Chỉ quay cầu đã vít nắp, {fresh} kg. {area}.", "Capped combs only, {fresh} kg. {area}.", "area"),
    Step("process", 1, "08:00", "16:00", "Lọc và hạ thuỷ phần", "Straining and drying", "Dưới 40 độ, còn {bulk} kg. {who} làm.", "Below 40 degrees: {bulk} kg. By {who_en}."),
    _test(4, "Thuỷ phần, HMF và kháng sinh.", "Moisture, HMF and antibiotics."),
    _pack(6),
    _ship(10),
)
STARCH = (
    Step("harvest", 0, "07:00", "15:00", "Đào củ", "Digging", "{fresh} kg củ tươi. {area}.", "{fresh} kg of fresh roots. {area}.", "area"),
    Step("process", 1, "07:30", "16:00", "Nghiền, lọc, lắng", "Grating and settling", "Lắng sáu lần, thay nước mỗi lần.", "Settled six times with fresh water."),
    Step("dry", 2, "08:00", "20:00", "Sấy lạnh", "Cold drying", "Dưới 50 độ, {who} trông, được {bulk} kg.", "Below 50 degrees, {who_en} minding it: {bulk} kg."),
    _test(5, *MICROBES),
    _pack(7),
    _ship(12),
)
OIL = (
    Step("harvest", 0, "07:00", "15:00", "Cắt cành lá", "Cutting branches", "{fresh} kg cành lá tỉa. {area}.", "{fresh} kg of prunings. {area}.", "area"),
    Step("process", 1, "06:00", "14:00", "Chưng cất hơi nước", "Steam distilling", "{who} trông nồi, được {bulk} kg tinh dầu.", "{who_en} at the still: {bulk} kg of oil."),
    _test(4, "Thành phần và tạp chất bằng sắc ký khí.", "Composition and impurities by gas chromatography."),
    _pack(6),
    _ship(10),
)
DRIED = (
    Step("harvest", 0, "06:30", "11:00", "Thu hái", "Gathering", "{fresh} kg tươi. {area}.", "{fresh} kg fresh. {area}.", "area"),
    Step("process", 0, "13:00", "16:00", "Rửa, sơ chế", "Washing and trimming", "Bỏ phần dập, để ráo.", "Bruised parts out, drained."),
    Step("dry", 1, "07:00", "17:00", "Phơi, sấy", "Drying", "{who} trông giàn, được {bulk} kg.", "{who_en} minding the racks: {bulk} kg."),
    _test(3, *MICROBES),
    _pack(4),
    _ship(9),
)
STEEPED = (
    Step("receipt", 0, "07:00", "10:00", "Nhận nguyên liệu", "Received", "{fresh} kg, chọn bỏ dập.", "{fresh} kg, bruised ones out."),
    Step("process", 0, "13:00", "17:00", "Xếp lớp, ngâm", "Layered and steeped", "{who} làm, đậy kín, ghi ngày.", "By {who_en}, closed and dated."),
    Step("store", 1, "08:00", "", "Để ngấu", "Left to mature", "Chum vại trong bóng mát, mở xem mỗi tuần.", "In jars in the shade, looked at weekly.", "store"),
    _test(84, *MICROBES),
    _pack(88),
    _ship(95),
)
FRESH = (
    Step("harvest", 0, "05:30", "09:30", "Thu hoạch", "Harvest", "{fresh} kg, {people} người. {area}.", "{fresh} kg, {people} people. {area}.", "area"),
    Step("sort", 0, "10:00", "11:30", "Phân loại", "Sorting", "{who} chọn, được {bulk} kg loại một.", "{who_en} sorted: {bulk} kg of first grade."),
    Step("pack", 0, "13:00", "15:00", "Đóng thùng, dán tem", "Boxing and labelling", "{packs} {pack}, {packs} tem. {witness}", "{packs} packs, {packs} labels. {witness_en}"),
    Step("ship", 0, "16:30", "", "Rời kho", "Leaves the store", "Xe lạnh nhận {part} {pack}.", "A chilled van takes {part} packs.", "store"),
)
SLAUGHTER = (
    Step("receipt", 0, "03:30", "04:30", "Nhận gà xuất chuồng", "Birds received", "{fresh} kg hơi, có giấy kiểm dịch. {area}.", "{fresh} kg live weight, with the vet's paper. {area}.", "area"),
    Step("process", 0, "04:40", "08:00", "Giết mổ, làm sạch", "Slaughter and dressing", "Cơ sở có dấu thú y, {who} phụ trách.", "In a stamped house; {who_en} in charge."),
    Step("pack", 0, "08:30", "10:00", "Hút chân không, dán tem", "Vacuum packing and labelling", "{packs} {pack}, {bulk} kg.", "{packs} packs, {bulk} kg."),
    Step("store", 0, "10:30", "", "Cấp đông", "Freezing", "Âm 35 độ, bảo quản âm 18.", "At −35 degrees, stored at −18.", "store"),
    Step("ship", 2, "05:00", "", "Rời kho lạnh", "Leaves the cold store", "Xe lạnh nhận {part} {pack}.", "A chilled van takes {part} packs.", "store"),
)
SMOKED = (
    Step("receipt", 0, "04:30", "05:30", "Nhận thịt", "Meat received", "{fresh} kg, có dấu kiểm soát giết mổ.", "{fresh} kg with the slaughter stamp."),
    Step("process", 0, "06:30", "10:30", "Ướp, nhồi", "Curing and stuffing", "Muối, rượu gừng, hạt dổi. {who} làm.", "Salt, ginger spirit, dổi seed. By {who_en}."),
    Step("dry", 1, "07:00", "18:00", "Treo gác bếp", "Hung over the hearth", "Khói củi nhãn, được {bulk} kg.", "Longan-wood smoke: {bulk} kg."),
    _test(5, *MICROBES),
    _pack(6),
    _ship(8),
)
BOILED = (
    Step("receipt", 0, "05:00", "06:30", "Nhận nếp, lá, nhân", "Rice, leaves and filling received", "{fresh} kg nguyên liệu.", "{fresh} kg of ingredients."),
    Step("process", 0, "07:00", "11:00", "Gói", "Wrapping", "{who} và bốn người gói tay.", "{who_en} and four others, by hand."),
    Step("process", 0, "11:30", "21:30", "Luộc", "Boiling", "Mười tiếng, bếp củi.", "Ten hours on a wood fire."),
    Step("pack", 0, "22:30", "23:30", "Để ráo, dán tem", "Drained and labelled", "{packs} {pack}, {bulk} kg.", "{packs} packs, {bulk} kg."),
    Step("ship", 1, "05:30", "", "Rời lò", "Leaves the kitchen", "Giao {part} {pack} đợt đầu.", "The first {part} delivered.", "store"),
)
WOVEN = (
    Step("receipt", -12, "08:00", "10:00", "Nhận tre, mây", "Bamboo and rattan received", "Tre ba năm tuổi, {fresh} kg.", "Three-year-old bamboo, {fresh} kg."),
    Step("process", -10, "07:30", "16:00", "Luộc, hun khói, chẻ nan", "Boiling, smoking, splitting", "Luộc bốn giờ, hun ba ngày.", "Boiled four hours, smoked three days."),
    Step("process", 0, "08:00", "17:00", "Đan, nức vành", "Weaving and rimming", "{who} và tổ đan.", "{who_en} and her group."),
    _pack(2),
    _ship(6),
)
CLOTH = (
    Step("receipt", -25, "08:00", "10:00", "Dệt vải", "Weaving", "Khung tay, sợi bông {fresh} kg.", "Hand loom, {fresh} kg of cotton."),
    Step("process", -15, "07:00", "16:00", "Nhuộm chàm", "Indigo dyeing", "Mười hai nước, phơi giữa mỗi nước.", "Twelve dips, dried between."),
    Step("process", 0, "08:00", "17:00", "Thêu, viền", "Embroidery and hemming", "{who} thêu.", "By {who_en}."),
    _pack(3),
    _ship(7),
)

JOURNEYS = {
    "che-xanh": GREEN, "hong-tra": BLACK, "o-long": OOLONG, "bach-tra": WHITE_TEA, "banh-tra": CAKE, "uop-hoa": SCENTED,
    "matcha": POWDER, "tui-loc": BAGS, "phoi-tron": BAGS, "gop": GATHERED, "mien": NOODLES, "gao": RICE, "mat-ong": HONEY,
    "tinh-bot": STARCH, "tinh-dau": OIL, "say": DRIED, "ngam": STEEPED, "hai-tuoi": FRESH, "giet-mo": SLAUGHTER,
    "hun-khoi": SMOKED, "banh": BOILED, "dan": WOVEN, "det": CLOTH,
}  # fmt: skip
"""Ratios of raw material to goods where the tea grade does not say it."""
RATIOS = {
    "hong-tra": 4.6, "o-long": 4.8, "bach-tra": 4.7, "banh-tra": 4.5, "matcha": 6.2, "tui-loc": 5.0, "phoi-tron": 2.3, "mien": 7.4, "gao": 1.62,
    "mat-ong": 1.06, "tinh-bot": 19.5, "tinh-dau": 160.0, "say": 5.1, "ngam": 0, "hai-tuoi": 1.12, "giet-mo": 1.32, "hun-khoi": 1.7, "banh": 0, "dan": 2.4, "det": 1.3, "uop-hoa": 0, "gop": 0,
}  # fmt: skip
GRADE_RATIOS = {"dinh": 14.8, "tom_non": 7.6, "moc_cau": 5.0, "bup": 4.9}
