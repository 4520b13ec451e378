"""Characters that are the same letter to a reader (異体字), for keys of search and comparison, never for display.

Each group folds to its first character. A key may join what dictionaries keep apart (斉 and 斎, 船 and 舟): callers
and clerks do so, and a person then picks from a list. Look-alikes that name plots side by side (巳 已 己, 戊 戌) stay
apart.

Source: 常用漢字表 (平成22年内閣告示第2号), the forms in brackets; 表外漢字字体表 (国語審議会答申, 2000-12-08);
人名用漢字 (戸籍法施行規則別表第二); for names and places what the address registers and their users report
(digital-go-jp/abr-geocoder#202, geolonia/normalize-japanese-addresses#115 #190 #229, the abr-geocoder and
japanese-address-parser lists of 表記ゆれ); Unicode's CJK Radicals Supplement, which PDF files put into copied text.
"""

_JOYO_OLD_FORMS = """
亜亞 悪惡 圧壓 囲圍 医醫 為爲 壱壹 隠隱 栄榮 営營 衛衞 駅驛 円圓 縁緣 塩鹽 艶艷 応應 欧歐 殴毆 桜櫻 奥奧 横橫 温溫 穏穩
仮假 価價 画畫 会會 絵繪 壊壞 懐懷 概槪 拡擴 殻殼 覚覺 学學斈 岳嶽 楽樂 渇渴 缶罐 巻卷 陥陷 勧勸 寛寬 関關 歓歡 観觀
気氣 帰歸皈 亀龜 偽僞 戯戲 犠犧 旧舊 拠據 挙擧舉 虚虛 峡峽 挟挾 狭狹 郷鄕鄉 暁曉 区區 駆驅駈 勲勳 薫薰 径徑 茎莖 恵惠
掲揭 渓溪谿 経經 蛍螢 軽輕 継繼 鶏鷄雞 芸藝 撃擊 欠缺 研硏 県縣 倹儉 剣劍劒劔 険險 圏圈 検檢 献獻 権權 顕顯 験驗 厳嚴
広廣 効效 恒恆 黄黃 鉱鑛礦 号號 国國圀 黒黑 砕碎 済濟 剤劑 雑雜襍 参參 桟棧 蚕蠶 惨慘 賛贊 残殘 糸絲 歯齒 児兒 辞辭 湿濕
実實 写寫冩 釈釋 寿壽 収收 従從 渋澁澀 獣獸 縦縱 粛肅 処處 緒緖 叙敍敘 将將 称稱 渉涉 焼燒 証證 奨奬 条條 状狀 乗乘 浄淨
剰剩 畳疊疉 縄繩 壌壤 嬢孃 譲讓 醸釀 触觸 嘱囑 真眞 寝寢 慎愼 尽盡 図圖 粋粹 酔醉 穂穗 随隨 髄髓 枢樞 数數 瀬瀨 声聲
静靜 窃竊 摂攝 専專 浅淺 戦戰 践踐 銭錢 潜潛濳 繊纖 禅禪 双雙 壮壯 争爭 荘莊 捜搜 挿插 巣巢 曽曾 痩瘦 装裝 総總 騒騷
増增 蔵藏 臓臟 即卽 属屬 続續 堕墮 対對 体體躰軆 帯帶 滞滯 台臺 滝瀧 択擇 沢澤 担擔 単單 胆膽 団團 断斷 弾彈 遅遲 痴癡
虫蟲 昼晝 鋳鑄 庁廳 徴徵 聴聽 勅敕 鎮鎭 逓遞 鉄鐵鐡銕 点點 転轉 伝傳 灯燈 当當 党黨 盗盜 稲稻 闘鬭鬪 徳德 独獨 読讀
届屆 弐貳貮 悩惱 脳腦 覇霸 拝拜 廃廢 売賣 麦麥 発發 髪髮 抜拔 晩晚 蛮蠻 秘祕 浜濱濵 瓶甁 払拂 仏佛 併倂 並竝 餅餠
辺邊邉 変變 弁辯辨瓣 歩步 宝寶寳 豊豐 褒襃 翻飜 毎每 万萬 満滿 麺麵 黙默 弥彌 訳譯 薬藥 与與 予豫 余餘 誉譽 揺搖 様樣
謡謠 来來 頼賴 乱亂 覧覽 竜龍 両兩 猟獵 緑綠 涙淚 塁壘 礼禮 励勵 戻戾 霊靈 齢齡 暦曆 歴歷 恋戀 錬鍊 炉爐 労勞 郎郞
楼樓 録錄 湾灣 隷隸 産產 説說 税稅 脱脫 閲閱 悦悅 鋭銳 姫姬 教敎 清淸 青靑 絶絕 内內 没沒 呉吳 娯娛 強强 既旣 戸戶户
顔顏 飲飮 尚尙 彦彥 舎舍 隣鄰 鎌鐮 填塡 剥剝 叱𠮟 頬頰
"""

_SIMPLIFIED_FORMS = """
鴎鷗 涛濤 祷禱 掴摑 噛嚙 繋繫 蝋蠟 醤醬 繍繡 蒋蔣 嚢囊 侠俠 躯軀 唖啞 掻搔 撹攪 溌潑 焔焰 莱萊 蝉蟬 顛顚 屏屛 并幷 妍姸
箪簞 芦蘆 蛎蠣 諌諫 倶俱 呑吞 嘘噓 涜瀆 鹸鹼 麹麴 頚頸 砺礪 梼檮 桧檜 薮藪籔 篭籠 鯵鰺 侭儘 祢禰 騨驒 鴬鶯 迩邇 尭堯
遥遙 瑶瑤 槙槇 晋晉 亘亙 穣穰 凛凜 巌巖 壷壺 頴穎 鬱欝 靭靱 厨廚 厩廐廏 竪豎 枡桝 皐皋 翠翆 聡聰 萱萓 蕊蘂蕋 蓑簔
檪櫟
"""

_NAMES_AND_PLACES = """
斉斎齊齋 高髙 崎﨑嵜㟢碕 島嶋嶌㠀 吉𠮷 富冨 菟莵 兎兔 麩麸 柳栁桺 橋槗𣘺 館舘 秋穐龝 松枩柗 梅楳 峰峯 桑桒 船舩舟 祇祗
鷏鷆 鶴靏靍靎 淵渕渊 昇曻 昂昻 野埜 哲喆 杉杦 栃杤 土圡𡈽 丈𠀋 市巿 脇𦚰 留畄 略畧 村邨 園薗 裏裡 沖冲 涼凉 況况 決决
準凖 宜冝 瑠璢 釜釡 煕熙熈 喜㐂 閉閇 雁鴈鳫 恥耻 卯夘 爾尓 廻迴 蓋盖葢 舗舖 宮宫 解觧 磯礒 詠咏 讃讚 間閒 鼓皷 鼠鼡 泰𣳾
達逹 曳曵 迪廸 卒卆 函凾 峨峩 場塲 町甼
"""

_RADICALS = """
長⻑ 西⻄ 青⻘ 鬼⻤ 黄⻩ 亀⻲ 竜⻯ 斉⻫ 歯⻭ 麦⻨ 食⻝ 虎⻁ 角⻆ 民⺠ 骨⻣
"""


def _folded(*groups: str) -> dict[int, str]:
    """Return what str.translate wants: each later character of a group to the first."""
    return {ord(char): group[0] for text in groups for group in text.split() for char in group[1:]}


VARIANTS = _folded(_JOYO_OLD_FORMS, _SIMPLIFIED_FORMS, _NAMES_AND_PLACES, _RADICALS)
"""From the code point of a variant to the character under which all its group is found."""
